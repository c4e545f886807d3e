import { Amplify } from 'aws-amplify';
import { parseAmplifyConfig } from 'aws-amplify/utils';
import { Hub } from 'aws-amplify/utils';
import type { LocalCloud } from '../../local/index.ts';

/** Points Amplify, unmodified, at a cloud by the configuration the cloud itself hands out. */
export function configureAmplify(cloud: LocalCloud): void {
  const config = parseAmplifyConfig(cloud.amplifyOutputs);
  const { user_pool_endpoint: userPoolEndpoint } = cloud.amplifyOutputs.custom as {
    user_pool_endpoint: string;
  };
  Amplify.configure({
    ...config,
    ...(config.Auth ? { Auth: { Cognito: { ...config.Auth.Cognito, userPoolEndpoint } } } : {}),
  } as Parameters<typeof Amplify.configure>[0]);
}

/** Resolves at the next `Subscription ack` that Amplify tells of. */
export function nextSubscriptionAck(): Promise<void> {
  return new Promise((resolve) => {
    const stop = Hub.listen('api', ({ payload }) => {
      if (payload.event !== 'Subscription ack') return;
      stop();
      resolve();
    });
  });
}
