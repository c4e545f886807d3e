import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { Amplify } from 'aws-amplify';
import { fetchAuthSession, signIn, signOut } from 'aws-amplify/auth';
import type { LocalCloud } from '../../local/index.ts';
import { DEMO_USER, ROOT_CREDENTIALS } from './cloud.ts';

export const PASSWORD = 'Another-Person-1';

/** Adds a person to the cloud's user pool as an administrator does, with the AWS SDK. */
export async function addUser(cloud: LocalCloud, email: string): Promise<void> {
  const cognito = new CognitoIdentityProviderClient({
    endpoint: cloud.awsOrigin,
    region: 'us-east-1',
    credentials: ROOT_CREDENTIALS,
  });
  const user = { UserPoolId: cloud.stack.outputs.UserPoolId, Username: email };
  const attributes = [
    { Name: 'email', Value: email },
    { Name: 'email_verified', Value: 'true' },
  ];
  await cognito.send(
    new AdminCreateUserCommand({ ...user, UserAttributes: attributes, MessageAction: 'SUPPRESS' }),
  );
  await cognito.send(
    new AdminSetUserPasswordCommand({ ...user, Password: PASSWORD, Permanent: true }),
  );
  cognito.destroy();
}

/** Signs in with Amplify (SRP) and resolves with the access token; Amplify stays signed in. */
export async function signInWithAmplify(username: string, password: string): Promise<string> {
  await signOut();
  const { nextStep } = await signIn({ username, password });
  if (nextStep.signInStep !== 'DONE') throw new Error(`sign-in stopped at ${nextStep.signInStep}`);
  return accessToken();
}

/** The access token of whoever is signed in with Amplify. */
export async function accessToken(): Promise<string> {
  const { tokens } = await fetchAuthSession();
  if (!tokens) throw new Error('nobody is signed in');
  return tokens.accessToken.toString();
}

/** Signs in as the demo user by the configuration a running cloud serves. */
export async function signInAt({ apiOrigin }: { readonly apiOrigin: string }): Promise<string> {
  const outputs = (await (await fetch(`${apiOrigin}/amplify_outputs.json`)).json()) as {
    auth: { user_pool_id: string; user_pool_client_id: string };
    custom: { user_pool_endpoint: string };
  };
  Amplify.configure({
    Auth: {
      Cognito: {
        userPoolId: outputs.auth.user_pool_id,
        userPoolClientId: outputs.auth.user_pool_client_id,
        userPoolEndpoint: outputs.custom.user_pool_endpoint,
      },
    },
  });
  return signInWithAmplify(DEMO_USER.username, DEMO_USER.password);
}
