import type { ResolvedStack } from '../assembly/resources.ts';

export interface DemoUser {
  readonly username: string;
  readonly password: string;
}

export interface AccountFacts {
  /** Who anybody may sign in as. */
  readonly demoUsers: readonly DemoUser[];
  /** Whether codes are shown on the console instead of being sent. */
  readonly showsCodes: boolean;
}

/**
 * The stack as Amplify's configuration file, for web pages and CLIs.
 * documented: https://docs.amplify.aws/react/reference/amplify_outputs/
 *
 * The upper-case scheme is for aws-amplify 6: it turns `http://` into `wss://` by a case-sensitive replace,
 * and leaves `HTTP://` for the WebSocket constructor to read as `ws://` (aws-amplify/amplify-js#12894).
 */
export function amplifyOutputs(
  stack: ResolvedStack,
  addresses: { apiOrigin: string; awsOrigin: string },
  { demoUsers, showsCodes }: AccountFacts,
): Record<string, unknown> {
  const [api] = stack.ofType('AWS::AppSync::GraphQLApi');
  const [pool] = stack.ofType('AWS::Cognito::UserPool');
  const [client] = stack.ofType('AWS::Cognito::UserPoolClient');
  const [key] = stack.ofType('AWS::AppSync::ApiKey');
  const { region } = stack.deployment;
  const others = (api?.properties.AdditionalAuthenticationProviders ?? []) as {
    AuthenticationType: string;
  }[];
  return {
    version: '1.4',
    ...(pool && client
      ? {
          auth: {
            aws_region: region,
            user_pool_id: pool.ref,
            user_pool_client_id: client.ref,
            username_attributes: ['email'],
            ...passwordPolicyOf(pool.properties),
          },
        }
      : {}),
    ...(api
      ? {
          data: {
            aws_region: region,
            url: `${addresses.apiOrigin.replace(/^http:/, 'HTTP:')}/graphql`,
            default_authorization_type: api.properties.AuthenticationType,
            authorization_types: others.map(({ AuthenticationType }) => AuthenticationType),
            ...(key ? { api_key: key.attribute('ApiKey') } : {}),
          },
        }
      : {}),
    custom: {
      ...(pool ? { user_pool_endpoint: `${addresses.awsOrigin}/` } : {}),
      ...(pool ? { self_sign_up: takesSignUps(pool.properties) } : {}),
      ...(pool && showsCodes ? { codes_are_on: 'console' } : {}),
      ...(pool && demoUsers[0] ? { demo_user: demoUsers[0], demo_users: demoUsers } : {}),
    },
  };
}

function takesSignUps(pool: Readonly<Record<string, unknown>>): boolean {
  const rules = pool.AdminCreateUserConfig as { AllowAdminCreateUserOnly?: boolean } | undefined;
  return rules?.AllowAdminCreateUserOnly !== true;
}

/** What a password must be, in Amplify's names. */
function passwordPolicyOf(pool: Readonly<Record<string, unknown>>): object {
  const { PasswordPolicy: policy } = (pool.Policies ?? {}) as {
    PasswordPolicy?: Readonly<Record<string, number | boolean | undefined>>;
  };
  if (!policy) return {};
  return {
    password_policy: {
      min_length: policy.MinimumLength,
      require_lowercase: policy.RequireLowercase ?? false,
      require_uppercase: policy.RequireUppercase ?? false,
      require_numbers: policy.RequireNumbers ?? false,
      require_symbols: policy.RequireSymbols ?? false,
    },
  };
}
