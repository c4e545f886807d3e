/** The pool and its clients as the template made them. */
import { requireClientOf, requirePool, type Operation } from '../context.ts';
import { limits } from '../limits.ts';
import type { Pool, PoolClient } from '../pool.ts';

const dayMs = 86_400_000;
const secondMs = 1000;

/** What is known of the pool. */
export const describeUserPool: Operation = (context, input) => {
  const pool = requirePool(context, input);
  const { config, policy, createdAtMs } = pool;
  return {
    UserPool: {
      Id: pool.id,
      Name: config.name,
      Arn: pool.arn,
      Policies: {
        PasswordPolicy: {
          MinimumLength: policy.minimumLength,
          RequireUppercase: policy.requireUppercase,
          RequireLowercase: policy.requireLowercase,
          RequireNumbers: policy.requireNumbers,
          RequireSymbols: policy.requireSymbols,
          TemporaryPasswordValidityDays: Math.floor(policy.temporaryPasswordValidityMs / dayMs),
        },
      },
      UsernameAttributes: config.usernameAttributes,
      AutoVerifiedAttributes: ['email'],
      UsernameConfiguration: { CaseSensitive: config.caseSensitive ?? true },
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: !config.selfSignUp },
      MfaConfiguration: 'OFF',
      EstimatedNumberOfUsers: [...pool.users()].length,
      CreationDate: createdAtMs / secondMs,
      LastModifiedDate: createdAtMs / secondMs,
    },
  };
};

/** One client, with its secret if it has one. Validities are in seconds, whatever unit the template used. */
export const describeUserPoolClient: Operation = (context, input) => {
  const pool = requirePool(context, input);
  return { UserPoolClient: describeClient(pool, requireClientOf(pool, input)) };
};

/** The pool's clients, without their settings. */
export const listUserPoolClients: Operation = (context, input) => {
  const pool = requirePool(context, input);
  return {
    UserPoolClients: pool.config.clients.map(({ id, name }) => ({
      ClientId: id,
      UserPoolId: pool.id,
      ClientName: name,
    })),
  };
};

function describeClient(pool: Pool, client: PoolClient): object {
  return {
    UserPoolId: pool.id,
    ClientName: client.name,
    ClientId: client.id,
    ...(client.secret && { ClientSecret: client.secret }),
    RefreshTokenValidity: seconds(client.refreshTokenValidityMs ?? limits.refreshTokenValidityMs),
    AccessTokenValidity: seconds(client.accessTokenValidityMs ?? limits.accessTokenValidityMs),
    IdTokenValidity: seconds(client.idTokenValidityMs ?? limits.idTokenValidityMs),
    TokenValidityUnits: { AccessToken: 'seconds', IdToken: 'seconds', RefreshToken: 'seconds' },
    ExplicitAuthFlows: client.authFlows,
    PreventUserExistenceErrors: client.preventUserExistenceErrors ?? 'LEGACY',
    EnableTokenRevocation: true,
    AuthSessionValidity: limits.challengeValidityMs / 60_000,
    CreationDate: pool.createdAtMs / secondMs,
    LastModifiedDate: pool.createdAtMs / secondMs,
  };
}

function seconds(durationMs: number): number {
  return Math.floor(durationMs / secondMs);
}
