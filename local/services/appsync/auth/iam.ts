import { Kind, parse } from 'graphql';
import type { Clock } from '../../../host.ts';
import type { CredentialStore, Principal } from '../../aws/credentials.ts';
import { type SignatureFailure, verifySignature } from '../../aws/sigv4.ts';
import type { ApiConfig, Authorizer, AuthRefusal, Caller, PresentedCredentials } from '../types.ts';
import { permissionDenied } from './refusals.ts';

/** Checks SigV4 signatures and that the principal has some `appsync:GraphQL` grant; fields are the engine's. */
export function createIamCheck(
  config: Pick<ApiConfig, 'arn' | 'sdl'>,
  credentials: CredentialStore,
  authorizer: Authorizer,
  clock: Clock,
  onNoGrant?: (principal: Principal, body: string) => void,
) {
  const [, , , region] = config.arn.split(':');
  const fieldArns = rootFieldArns(config);
  return (presented: PresentedCredentials): { caller: Caller } | { refusal: AuthRefusal } => {
    const { method, path, body } = presented.signed;
    const verified = verifySignature(
      { method, url: path, headers: presented.headers, body },
      { credentials, now: clock.now(), service: 'appsync', ...(region && { region }) },
    );
    if (verified.failure) return { refusal: signatureRefusal(verified.failure) };
    const { principal } = verified;
    // assumed: a grant on any root field makes the call itself allowed; the others are refused field by field
    const mayCall = fieldArns.some((arn) => authorizer(principal, 'appsync:GraphQL', arn));
    if (!mayCall) {
      onNoGrant?.(principal, body);
      return { refusal: permissionDenied };
    }
    return {
      caller: {
        mode: 'AWS_IAM',
        groups: null,
        principal,
        identity: identityOf(principal, presented.sourceIp),
      },
    };
  };
}

// documented: https://docs.aws.amazon.com/appsync/latest/devguide/resolver-context-reference-js.html (identity of IAM)
function identityOf(principal: Principal, sourceIp: string): Caller['identity'] {
  return {
    accountId: principal.accountId,
    cognitoIdentityAuthProvider: null,
    cognitoIdentityAuthType: null,
    cognitoIdentityId: null,
    cognitoIdentityPoolId: null,
    sourceIp: [sourceIp],
    userArn: principal.arn,
    username: principal.userId,
  };
}

// assumed: the service names a bad or late signature BadRequestException (its own client treats that name as clock skew)
// and an unknown key UnrecognizedClientException, as other services do
function signatureRefusal({ reason, message, status }: SignatureFailure): AuthRefusal {
  const isUnknown =
    reason === 'unknown-key' || reason === 'invalid-token' || reason === 'expired-token';
  return {
    errorType: isUnknown ? 'UnrecognizedClientException' : 'BadRequestException',
    message,
    status: isUnknown ? (status === 400 ? 400 : 403) : 400,
  };
}

function rootFieldArns({ arn, sdl }: Pick<ApiConfig, 'arn' | 'sdl'>): string[] {
  const { definitions } = parse(sdl, { noLocation: true });
  const named = definitions.flatMap((definition) =>
    definition.kind === Kind.SCHEMA_DEFINITION
      ? definition.operationTypes.map(({ type }) => type.name.value)
      : [],
  );
  const roots = new Set(named.length > 0 ? named : ['Query', 'Mutation', 'Subscription']);
  return definitions.flatMap((definition) =>
    (definition.kind === Kind.OBJECT_TYPE_DEFINITION ||
      definition.kind === Kind.OBJECT_TYPE_EXTENSION) &&
    roots.has(definition.name.value)
      ? (definition.fields ?? []).map(
          ({ name }) => `${arn}/types/${definition.name.value}/fields/${name.value}`,
        )
      : [],
  );
}
