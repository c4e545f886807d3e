import { type Clock, type Log, silentLog } from '../../../host.ts';
import type { CredentialStore, Principal } from '../../aws/credentials.ts';
import type {
  ApiConfig,
  AuthMode,
  Authenticator,
  Authorizer,
  AuthProvider,
  AuthRefusal,
  Caller,
  PresentedCredentials,
} from '../types.ts';
import { createCognitoCheck, type TokenFaults } from './cognito.ts';
import { createIamCheck } from './iam.ts';
import { readJwt } from './jwt.ts';
import { createLambdaCheck } from './lambda-authorizer.ts';
import { checkOidc, type OidcProvider } from './oidc.ts';
import { notAuthorizedToCall, noValidAuthorization, unreadableToken } from './refusals.ts';

/** What an authenticator is made of. */
export interface AuthenticatorParts {
  readonly config: Pick<ApiConfig, 'arn' | 'sdl' | 'apiKeys' | 'defaultAuth' | 'additionalAuth'>;
  readonly credentials: CredentialStore;
  readonly authorizer: Authorizer;
  /** Told of a request by a principal that has no grant on the API at all. */
  readonly onNoGrant?: (principal: Principal, body: string) => void;
  readonly clock: Clock;
  readonly log?: Log;
  readonly faults?: TokenFaults;
}

type Authentication = { caller: Caller } | { refusal: AuthRefusal };

/** Checks the credentials of callers. Never rejects: what is wrong is a refusal in the service's words. */
export function createAuthenticator(parts: AuthenticatorParts): Authenticator {
  const { config, clock, log = silentLog } = parts;
  const providers = [config.defaultAuth, ...config.additionalAuth];
  const modes: ReadonlySet<AuthMode> = new Set(providers.map(({ mode }) => mode));
  const pools = ofMode(providers, 'AMAZON_COGNITO_USER_POOLS');
  const issuers = ofMode(providers, 'OPENID_CONNECT');
  const [authorizerFunction] = ofMode(providers, 'AWS_LAMBDA');
  const takesTokens = pools.length + issuers.length > 0;
  const checkCognito = createCognitoCheck(pools, clock, parts.faults);
  const checkIam = createIamCheck(
    config,
    parts.credentials,
    parts.authorizer,
    clock,
    parts.onNoGrant,
  );
  const checkLambda =
    authorizerFunction && createLambdaCheck(authorizerFunction, config.arn, { clock, log });

  function checkApiKey(given: string): Authentication {
    const known = config.apiKeys.find(({ key }) => key === given);
    const isGood = modes.has('API_KEY') && known !== undefined && known.expiresAtMs > clock.now();
    return isGood
      ? { caller: { mode: 'API_KEY', identity: null, groups: null } }
      : { refusal: notAuthorizedToCall };
  }

  // documented: https://docs.aws.amazon.com/appsync/latest/devguide/security-authz.html (the credential's form tells the mode)
  async function check(presented: PresentedCredentials): Promise<Authentication> {
    const authorization = single(presented.headers.authorization);
    // assumed: with both kinds of credential the Authorization header counts
    if (!authorization) {
      const apiKey = single(presented.headers['x-api-key']);
      return apiKey ? checkApiKey(apiKey) : { refusal: noValidAuthorization };
    }
    if (authorization.startsWith('AWS4-HMAC-SHA256') && modes.has('AWS_IAM')) {
      return checkIam(presented);
    }
    const token = authorization.replace(/^Bearer\s+/i, '');
    const jwt = readJwt(token);
    // documented: the same page (beside other modes, neither a signature nor a JWT can be a Lambda token)
    // assumed: that holds for a JWT of an unknown issuer too
    if (checkLambda && !(takesTokens && jwt)) return checkLambda(authorization, presented);
    if (!takesTokens || authorization.startsWith('AWS4-HMAC-SHA256')) {
      return { refusal: noValidAuthorization };
    }
    if (!jwt) return { refusal: unreadableToken };
    const issuer = issuerOf(issuers, jwt.claims.iss, modes.size);
    return issuer ? checkOidc(jwt, issuer, clock) : checkCognito(token, presented.sourceIp);
  }

  return { authenticate: check };
}

// documented: https://docs.aws.amazon.com/appsync/latest/devguide/security-authz.html (the issuer selects the provider; a lone one is not asked for its name)
function issuerOf(
  issuers: readonly OidcProvider[],
  claimed: unknown,
  modeCount: number,
): OidcProvider | undefined {
  const [only, ...others] = issuers;
  if (only && others.length === 0 && modeCount === 1) return only;
  return issuers.find(({ issuer }) => issuer === claimed);
}

function ofMode<Mode extends AuthMode>(
  providers: readonly AuthProvider[],
  mode: Mode,
): Extract<AuthProvider, { mode: Mode }>[] {
  return providers.filter(
    (provider): provider is Extract<AuthProvider, { mode: Mode }> => provider.mode === mode,
  );
}

function single(value: string | string[] | undefined): string | undefined {
  return (Array.isArray(value) ? value[0] : value)?.trim();
}
