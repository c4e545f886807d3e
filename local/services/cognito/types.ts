/** What the parts of the Cognito service agree on: configuration as the template states it, and what is on disk. */

/** A user pool as `AWS::Cognito::UserPool` and its clients and groups state it. */
export interface UserPoolConfig {
  /** `<region>_` and 9 letters or digits; SRP uses the part after `_`. */
  readonly id: string;
  readonly name: string;
  readonly clients: readonly UserPoolClientConfig[];
  readonly groups: readonly UserPoolGroupConfig[];
  /** `['email']`: people sign in by e-mail and the username is their `sub`. Empty: names are chosen. */
  readonly usernameAttributes: readonly string[];
  /** False: only administrators create users. */
  readonly selfSignUp: boolean;
  readonly passwordPolicy?: Partial<PasswordPolicy>;
  /** Whether `A@x.org` and `a@x.org` are two users; true when absent, as in the API. */
  readonly caseSensitive?: boolean;
  /** Attributes of the pool's own schema, without the `custom:` prefix. */
  readonly customAttributes?: readonly string[];
}

export interface UserPoolClientConfig {
  readonly id: string;
  readonly name: string;
  readonly generateSecret?: boolean;
  readonly accessTokenValidityMs?: number;
  readonly idTokenValidityMs?: number;
  readonly refreshTokenValidityMs?: number;
  /** `ALLOW_...` names; empty means Cognito's defaults. */
  readonly authFlows: readonly string[];
  /** `LEGACY` when absent. */
  readonly preventUserExistenceErrors?: 'ENABLED' | 'LEGACY';
}

export interface UserPoolGroupConfig {
  readonly name: string;
  readonly description?: string;
  readonly precedence?: number;
}

export interface PasswordPolicy {
  readonly minimumLength: number;
  readonly requireUppercase: boolean;
  readonly requireLowercase: boolean;
  readonly requireNumbers: boolean;
  readonly requireSymbols: boolean;
  readonly temporaryPasswordValidityMs: number;
}

export type UserStatus = 'UNCONFIRMED' | 'CONFIRMED' | 'FORCE_CHANGE_PASSWORD' | 'RESET_REQUIRED';

/** What a one-time code allows. */
export type CodePurpose = 'SIGN_UP' | 'FORGOT_PASSWORD' | 'VERIFY_EMAIL';

export interface StoredCode {
  readonly code: string;
  readonly expiresAtMs: number;
}

/** One sign-in: everything its refresh token and access tokens hang on. */
export interface StoredSession {
  /** The `origin_jti` claim. */
  readonly originJti: string;
  /** SHA-256 of the refresh token: the token itself is never stored. */
  readonly refreshTokenHash: string;
  readonly clientId: string;
  readonly eventId: string;
  readonly authTimeMs: number;
  readonly expiresAtMs: number;
  readonly revoked: boolean;
}

/** A user as one JSON file holds it: a verifier and a salt, never a password. */
export interface StoredUser {
  readonly sub: string;
  readonly username: string;
  readonly status: UserStatus;
  readonly enabled: boolean;
  /** Without `sub`; `email_verified` is the text `true` or `false`. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly groups: readonly string[];
  /** Hexadecimal. */
  readonly salt: string;
  /** Hexadecimal. */
  readonly verifier: string;
  readonly passwordSetAtMs: number;
  readonly createdAtMs: number;
  readonly modifiedAtMs: number;
  readonly codes: Readonly<Partial<Record<CodePurpose, StoredCode>>>;
  readonly sessions: readonly StoredSession[];
  readonly failures: SignInFailures;
}

export interface SignInFailures {
  readonly count: number;
  readonly lastAtMs: number;
  readonly lockedUntilMs: number;
}

/** A message Cognito would have sent. */
export interface DeliveredCode {
  readonly poolId: string;
  readonly username: string;
  /** The e-mail address, unmasked. */
  readonly destination: string;
  readonly purpose: CodePurpose | 'TEMPORARY_PASSWORD';
  /** Six digits, or the temporary password. */
  readonly code: string;
}
