import { isEmail, requireWritable } from '../attributes.ts';
import { requireSecretHash } from '../client-secret.ts';
import { codeExpired, createDelivery, requireCode, simulateDelivery } from '../codes.ts';
import { requireClient, type Operation } from '../context.ts';
import { combinationNotFound, invalidParameter, notAuthorized } from '../errors.ts';
import { requirePolicy } from '../password-policy.ts';
import { createUserRecord, requireFreeLogin } from '../users.ts';

/** Registers a user, unconfirmed, and sends a code to their e-mail address. */
export const signUp: Operation = (context, input) => {
  const { pool, client } = requireClient(context, input);
  const login = input.text('Username');
  const password = input.text('Password');
  const attributes = input.attributes('UserAttributes');
  requireSecretHash(client, input.optionalText('SecretHash'), [login]);
  // observed: https://github.com/pmill/aws-cognito/issues/37
  if (!pool.config.selfSignUp) throw notAuthorized('SignUp is not permitted for this user pool');
  const byEmail = pool.config.usernameAttributes.includes('email');
  // observed: https://github.com/aws-samples/sample-aws-genai-ops-demos/pull/2
  if (byEmail && !isEmail(login)) throw invalidParameter('Username should be an email.');
  requireWritable(attributes, pool.config.customAttributes ?? [], 'user', 'create');
  requirePolicy(password, pool.policy, 'signUp');
  requireFreeLogin(pool, login, false);

  const nowMs = context.clock.now();
  const address = byEmail ? login : attributes.email;
  const unverified: Record<string, string> = address ? { email_verified: 'false' } : {};
  const user = createUserRecord(
    pool,
    { login, password, status: 'UNCONFIRMED', attributes: { ...attributes, ...unverified } },
    nowMs,
  );
  const delivery = createDelivery(context, pool, user, 'SIGN_UP');
  pool.save(delivery?.user ?? user);
  delivery?.send();
  return {
    UserConfirmed: false,
    UserSub: user.sub,
    ...(delivery && { CodeDeliveryDetails: delivery.details }),
  };
};

/** Confirms a registration with the code that was sent; the address counts as verified. */
export const confirmSignUp: Operation = (context, input) => {
  const { pool, client } = requireClient(context, input);
  const login = input.text('Username');
  const code = input.text('ConfirmationCode');
  requireSecretHash(client, input.optionalText('SecretHash'), [login]);
  const user = pool.findUser(login);
  if (!user) {
    // documented: https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-managing-errors.html (the type; assumed: the words)
    if (client.preventUserExistenceErrors === 'ENABLED') throw codeExpired();
    throw combinationNotFound();
  }
  if (user.status !== 'UNCONFIRMED') {
    // observed: https://github.com/furaiev/amazon-cognito-identity-dart-2/issues/80
    throw notAuthorized(`User cannot be confirmed. Current status is ${user.status}`);
  }
  const nowMs = context.clock.now();
  const checked = requireCode(user, 'SIGN_UP', code, nowMs);
  const attributes = user.attributes.email
    ? { ...user.attributes, email_verified: 'true' }
    : user.attributes;
  pool.save({ ...checked, attributes, status: 'CONFIRMED', modifiedAtMs: nowMs });
  return {};
};

/** Sends another registration code; the earlier one ends. */
export const resendConfirmationCode: Operation = (context, input) => {
  const { pool, client } = requireClient(context, input);
  const login = input.text('Username');
  requireSecretHash(client, input.optionalText('SecretHash'), [login]);
  const user = pool.findUser(login);
  if (!user) {
    if (client.preventUserExistenceErrors !== 'ENABLED') throw combinationNotFound();
    return { CodeDeliveryDetails: simulateDelivery(login) };
  }
  // observed: https://github.com/aws-amplify/amplify-ui/issues/219
  if (user.status !== 'UNCONFIRMED') throw invalidParameter('User is already confirmed.');
  const delivery = createDelivery(context, pool, user, 'SIGN_UP');
  if (!delivery) {
    // observed: https://github.com/aws-amplify/amplify-cli/issues/3646
    throw notAuthorized('Cannot resend codes. Auto verification not turned on.');
  }
  pool.save(delivery.user);
  delivery.send();
  return { CodeDeliveryDetails: delivery.details };
};
