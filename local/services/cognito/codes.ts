import { isEmail } from './attributes.ts';
import { CognitoError } from './errors.ts';
import { limits } from './limits.ts';
import { createCode, maskEmail } from './users.ts';
import type { CognitoContext } from './context.ts';
import type { Pool } from './pool.ts';
import type { CodePurpose, StoredUser } from './types.ts';

/** `CodeDeliveryDetails` of a response. */
export interface CodeDeliveryDetails {
  readonly AttributeName: 'email';
  readonly DeliveryMedium: 'EMAIL';
  readonly Destination: string;
}

/** A code about to go out: save `user` first, then `send`. */
export interface Delivery {
  readonly user: StoredUser;
  readonly details: CodeDeliveryDetails;
  send(): void;
}

const validityMs: Readonly<Record<CodePurpose, number>> = {
  SIGN_UP: limits.confirmationCodeValidityMs,
  FORGOT_PASSWORD: limits.resetCodeValidityMs,
  VERIFY_EMAIL: limits.confirmationCodeValidityMs,
};

/** Makes a code for the user's e-mail address; undefined when they have none. */
export function createDelivery(
  context: CognitoContext,
  pool: Pool,
  user: StoredUser,
  purpose: CodePurpose,
): Delivery | undefined {
  const { email } = user.attributes;
  if (!email) return undefined;
  const code = createCode();
  const expiresAtMs = context.clock.now() + validityMs[purpose];
  return {
    user: { ...user, codes: { ...user.codes, [purpose]: { code, expiresAtMs } } },
    details: detailsFor(email),
    send: () =>
      context.deliver({
        poolId: pool.id,
        username: user.username,
        destination: email,
        purpose,
        code,
      }),
  };
}

/** What Cognito answers about somebody who does not exist, when it must not say so. */
export function simulateDelivery(login: string): CodeDeliveryDetails {
  return detailsFor(isEmail(login) ? login : `${login}@example.com`);
}

/** The user without the code, once it was shown to be right; throws as Cognito does otherwise. */
export function requireCode(
  user: StoredUser,
  purpose: CodePurpose,
  code: string,
  nowMs: number,
): StoredUser {
  const { [purpose]: sent, ...otherCodes } = user.codes;
  if (!sent || nowMs >= sent.expiresAtMs) throw codeExpired();
  if (sent.code !== code) throw codeMismatch();
  return { ...user, codes: otherCodes };
}

// observed: https://github.com/awslabs/aws-sdk-ios-samples/issues/144
export function codeExpired(): CognitoError {
  return new CognitoError(
    'ExpiredCodeException',
    'Invalid code provided, please request a code again.',
  );
}

// observed: https://github.com/aws-amplify/amplify-js/issues/11738
export function codeMismatch(): CognitoError {
  return new CognitoError(
    'CodeMismatchException',
    'Invalid verification code provided, please try again.',
  );
}

function detailsFor(email: string): CodeDeliveryDetails {
  return { AttributeName: 'email', DeliveryMedium: 'EMAIL', Destination: maskEmail(email) };
}
