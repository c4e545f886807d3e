import type { ResolvedStack } from '../assembly/resources.ts';
import type { UserPoolConfig } from '../services/cognito/types.ts';

const UNIT_MS: Readonly<Record<string, number>> = {
  seconds: 1000,
  minutes: 60_000,
  hours: 3_600_000,
  days: 86_400_000,
};

interface ClientProperties {
  readonly UserPoolId: string;
  readonly ClientName?: string;
  readonly GenerateSecret?: boolean;
  readonly ExplicitAuthFlows?: string[];
  readonly PreventUserExistenceErrors?: 'ENABLED' | 'LEGACY';
  readonly AccessTokenValidity?: number;
  readonly IdTokenValidity?: number;
  readonly RefreshTokenValidity?: number;
  readonly TokenValidityUnits?: Record<string, string>;
}

interface PoolProperties {
  readonly UserPoolName?: string;
  readonly UsernameAttributes?: string[];
  readonly UsernameConfiguration?: { CaseSensitive?: boolean };
  readonly AdminCreateUserConfig?: { AllowAdminCreateUserOnly?: boolean };
  readonly Policies?: {
    PasswordPolicy?: {
      MinimumLength?: number;
      RequireLowercase?: boolean;
      RequireUppercase?: boolean;
      RequireNumbers?: boolean;
      RequireSymbols?: boolean;
    };
  };
}

/** The user pools of a stack, each with its clients and groups, as the Cognito service takes them. */
export function readUserPools(stack: ResolvedStack): UserPoolConfig[] {
  return stack.ofType('AWS::Cognito::UserPool').map((pool) => {
    const properties = pool.properties as PoolProperties;
    const policy = properties.Policies?.PasswordPolicy;
    return {
      id: pool.ref,
      name: properties.UserPoolName ?? pool.logicalId,
      usernameAttributes: properties.UsernameAttributes ?? [],
      caseSensitive: properties.UsernameConfiguration?.CaseSensitive ?? true,
      selfSignUp: properties.AdminCreateUserConfig?.AllowAdminCreateUserOnly !== true,
      ...(policy
        ? {
            passwordPolicy: {
              minimumLength: policy.MinimumLength ?? 8,
              requireLowercase: policy.RequireLowercase ?? false,
              requireUppercase: policy.RequireUppercase ?? false,
              requireNumbers: policy.RequireNumbers ?? false,
              requireSymbols: policy.RequireSymbols ?? false,
            },
          }
        : {}),
      clients: readClients(stack, pool.ref),
      groups: stack
        .ofType('AWS::Cognito::UserPoolGroup')
        .filter(({ properties: group }) => group.UserPoolId === pool.ref)
        .map(({ ref }) => ({ name: ref })),
    };
  });
}

function readClients(stack: ResolvedStack, poolId: string): UserPoolConfig['clients'] {
  return stack
    .ofType('AWS::Cognito::UserPoolClient')
    .filter(({ properties }) => properties.UserPoolId === poolId)
    .map((client) => {
      const properties = client.properties as unknown as ClientProperties;
      const units = properties.TokenValidityUnits ?? {};
      const validity = (value: number | undefined, unit: string | undefined, otherwise: string) =>
        value === undefined ? undefined : value * (UNIT_MS[unit ?? otherwise] ?? 0);
      const accessMs = validity(properties.AccessTokenValidity, units.AccessToken, 'hours');
      const idMs = validity(properties.IdTokenValidity, units.IdToken, 'hours');
      const refreshMs = validity(properties.RefreshTokenValidity, units.RefreshToken, 'days');
      return {
        id: client.ref,
        name: properties.ClientName ?? client.logicalId,
        generateSecret: properties.GenerateSecret ?? false,
        authFlows: properties.ExplicitAuthFlows ?? [],
        preventUserExistenceErrors: properties.PreventUserExistenceErrors ?? 'LEGACY',
        ...(accessMs === undefined ? {} : { accessTokenValidityMs: accessMs }),
        ...(idMs === undefined ? {} : { idTokenValidityMs: idMs }),
        ...(refreshMs === undefined ? {} : { refreshTokenValidityMs: refreshMs }),
      };
    });
}
