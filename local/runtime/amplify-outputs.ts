import type { ResolvedStack } from '../assembly/resources.ts';

export interface DemoUser {
  readonly username: string;
  readonly password: string;
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
  demoUser: DemoUser | undefined,
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
      ...(pool && demoUser ? { demo_user: demoUser } : {}),
    },
  };
}
