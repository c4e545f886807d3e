import { requireSecretHash } from '../client-secret.ts';
import { codeMismatch, createDelivery, requireCode, simulateDelivery } from '../codes.ts';
import { requireClient, type Operation } from '../context.ts';
import { combinationNotFound, invalidParameter, notAuthorized } from '../errors.ts';
import { requirePolicy } from '../password-policy.ts';
import { withPassword } from '../users.ts';

/** Sends a password reset code to a user's verified address. */
export const forgotPassword: Operation = (context, input) => {
  const { pool, client } = requireClient(context, input);
  const login = input.text('Username');
  requireSecretHash(client, input.optionalText('SecretHash'), [login]);
  const user = pool.findUser(login);
  if (!user) {
    // observed: https://github.com/aws-amplify/amplify-js/issues/11270
    if (client.preventUserExistenceErrors !== 'ENABLED') throw combinationNotFound();
    // documented: https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-managing-errors.html
    return { CodeDeliveryDetails: simulateDelivery(login) };
  }
  // observed: https://github.com/amazon-archives/amazon-cognito-identity-js/issues/373
  if (!user.enabled) throw notAuthorized('User is disabled.');
  // observed: https://github.com/aws-solutions/distributed-load-testing-on-aws/issues/1
  if (user.status === 'FORCE_CHANGE_PASSWORD') {
    throw notAuthorized('User password cannot be reset in the current state.');
  }
  const isVerified = user.attributes.email_verified === 'true';
  const delivery = isVerified ? createDelivery(context, pool, user, 'FORGOT_PASSWORD') : undefined;
  // observed: https://github.com/aws/aws-sdk-js-v3/issues/7101
  if (!delivery) {
    throw invalidParameter(
      'Cannot reset password for the user as there is no registered/verified email or phone_number',
    );
  }
  pool.save(delivery.user);
  delivery.send();
  return { CodeDeliveryDetails: delivery.details };
};

/** Sets a new password with the code that was sent; signs nobody in and ends no session. */
export const confirmForgotPassword: Operation = (context, input) => {
  const { pool, client } = requireClient(context, input);
  const login = input.text('Username');
  const code = input.text('ConfirmationCode');
  const password = input.text('Password');
  requireSecretHash(client, input.optionalText('SecretHash'), [login]);
  const user = pool.findUser(login);
  if (!user) {
    // documented: https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-managing-errors.html
    if (client.preventUserExistenceErrors === 'ENABLED') throw codeMismatch();
    throw combinationNotFound();
  }
  const nowMs = context.clock.now();
  requirePolicy(password, pool.policy, 'change');
  const checked = requireCode(user, 'FORGOT_PASSWORD', code, nowMs);
  pool.save(withPassword(pool, checked, password, 'CONFIRMED', nowMs));
  return {};
};
