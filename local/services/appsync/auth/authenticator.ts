import type { Clock } from '../../../host.ts';
import type { CredentialStore } from '../../aws/credentials.ts';
import type {
  ApiConfig,
  AuthMode,
  Authenticator,
  Authorizer,
  AuthRefusal,
  Caller,
  PresentedCredentials,
} from '../types.ts';
import { type CognitoProvider, createCognitoCheck, type TokenFaults } from './cognito.ts';
import { createIamCheck } from './iam.ts';
import { notAuthorizedToCall, noValidAuthorization } from './refusals.ts';

/** What an authenticator is made of. */
export interface AuthenticatorParts {
  readonly config: Pick<ApiConfig, 'arn' | 'sdl' | 'apiKeys' | 'defaultAuth' | 'additionalAuth'>;
  readonly credentials: CredentialStore;
  readonly authorizer: Authorizer;
  readonly clock: Clock;
  readonly faults?: TokenFaults;
}

type Authentication = { caller: Caller } | { refusal: AuthRefusal };

/** Checks the credentials of callers. Never rejects: what is wrong is a refusal in the service's words. */
export function createAuthenticator(parts: AuthenticatorParts): Authenticator {
  const { config, clock } = parts;
  const providers = [config.defaultAuth, ...config.additionalAuth];
  const modes: ReadonlySet<AuthMode> = new Set(providers.map(({ mode }) => mode));
  const pools = providers.filter(
    (provider): provider is CognitoProvider => provider.mode === 'AMAZON_COGNITO_USER_POOLS',
  );
  const checkCognito = createCognitoCheck(pools, clock, parts.faults);
  const checkIam = createIamCheck(config, parts.credentials, parts.authorizer, clock);

  function checkApiKey(given: string): Authentication {
    const known = config.apiKeys.find(({ key }) => key === given);
    const isGood = modes.has('API_KEY') && known !== undefined && known.expiresAtMs > clock.now();
    return isGood
      ? { caller: { mode: 'API_KEY', identity: null, groups: null } }
      : { refusal: notAuthorizedToCall };
  }

  // documented: https://docs.aws.amazon.com/appsync/latest/devguide/security-authz.html (the credential's form tells the mode)
  function check(presented: PresentedCredentials): Authentication {
    const authorization = single(presented.headers.authorization);
    // assumed: with both kinds of credential the Authorization header counts
    if (authorization?.startsWith('AWS4-HMAC-SHA256')) {
      return modes.has('AWS_IAM') ? checkIam(presented) : { refusal: noValidAuthorization };
    }
    if (authorization) {
      const token = authorization.replace(/^Bearer\s+/i, '');
      return pools.length > 0
        ? checkCognito(token, presented.sourceIp)
        : { refusal: noValidAuthorization };
    }
    const apiKey = single(presented.headers['x-api-key']);
    return apiKey ? checkApiKey(apiKey) : { refusal: noValidAuthorization };
  }

  return { authenticate: (presented) => Promise.resolve(check(presented)) };
}

function single(value: string | string[] | undefined): string | undefined {
  return (Array.isArray(value) ? value[0] : value)?.trim();
}
