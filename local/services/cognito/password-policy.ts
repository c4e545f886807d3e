import { CognitoError } from './errors.ts';
import { limits } from './limits.ts';
import type { PasswordPolicy } from './types.ts';

// documented: https://docs.aws.amazon.com/cognito/latest/developerguide/managing-users-passwords.html
const symbols = new Set('^$*.[]{}()?"!@#%&/\\,><\':;|_~`=+- ');
// documented: the same page
const maximumLength = 256;

// documented: the same page (the policy of a pool that states none)
const defaultPolicy: PasswordPolicy = {
  minimumLength: 8,
  requireUppercase: true,
  requireLowercase: true,
  requireNumbers: true,
  requireSymbols: true,
  temporaryPasswordValidityMs: limits.temporaryPasswordValidityMs,
};

/** The stated policy, completed with Cognito's defaults. */
export function completePolicy(stated: Partial<PasswordPolicy> = {}): PasswordPolicy {
  return { ...defaultPolicy, ...stated };
}

/** When a password is set; Cognito words the same refusal in three ways. */
export type PasswordOccasion = 'signUp' | 'adminCreate' | 'change';

const refusals: Readonly<Record<PasswordOccasion, string>> = {
  // observed: https://github.com/aws-amplify/amplify-js/issues/1164
  signUp: 'Password did not conform with policy',
  // observed: https://github.com/data-dot-all/dataall/issues/690
  adminCreate: 'Password did not conform with password policy',
  // assumed: what clients match on for ConfirmForgotPassword and new-password challenges, for the other changes too
  change: 'Password does not conform to policy',
};

/** Throws `InvalidPasswordException` for the first rule that `password` breaks. */
export function requirePolicy(
  password: string,
  policy: PasswordPolicy,
  occasion: PasswordOccasion,
): void {
  const broken = firstBrokenRule(password, policy);
  if (!broken) return;
  throw new CognitoError('InvalidPasswordException', `${refusals[occasion]}: ${broken}`);
}

// observed: https://github.com/amazon-archives/amazon-cognito-identity-js/issues/311 (one rule at a time)
// assumed: the order, by what test suites expect of SignUp for `password`, `PASSWORD` and `Passw0rd`
function firstBrokenRule(password: string, policy: PasswordPolicy): string | undefined {
  if (password.length < policy.minimumLength) return 'Password not long enough';
  if (password.length > maximumLength) return 'Password too long';
  if (policy.requireUppercase && !/[A-Z]/.test(password)) {
    return 'Password must have uppercase characters';
  }
  if (policy.requireLowercase && !/[a-z]/.test(password)) {
    return 'Password must have lowercase characters';
  }
  if (policy.requireNumbers && !/[0-9]/.test(password)) {
    return 'Password must have numeric characters';
  }
  if (policy.requireSymbols && !Array.from(password).some((character) => symbols.has(character))) {
    return 'Password must have symbol characters';
  }
  return undefined;
}
