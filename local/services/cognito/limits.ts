const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** Durations in milliseconds and sizes; template values override the first three. */
export const limits = {
  // documented: https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html
  accessTokenValidityMs: hourMs,
  // documented: https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-id-token.html
  idTokenValidityMs: hourMs,
  // documented: https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-refresh-token.html
  refreshTokenValidityMs: 30 * dayMs,
  // documented: https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html (AuthSessionValidity)
  challengeValidityMs: 3 * minuteMs,
  // documented: https://docs.aws.amazon.com/cognito/latest/developerguide/signing-up-users-in-your-app.html
  confirmationCodeValidityMs: dayMs,
  // documented: https://docs.aws.amazon.com/cognito/latest/developerguide/limits.html (forgot-password codes: 1 hour)
  resetCodeValidityMs: hourMs,
  // documented: https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_PasswordPolicyType.html
  temporaryPasswordValidityMs: 7 * dayMs,
  // documented: https://docs.aws.amazon.com/cognito/latest/developerguide/authentication.html#authentication-flow-lockout-behavior
  lockoutStartsAtFailures: 5,
  // documented: the same page
  lockoutMaximumMs: 15 * minuteMs,
  // assumed: Cognito states no bound; a record must not grow without end when a script signs in for days.
  sessionsPerUser: 200,
  // documented: https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUsers.html
  listUsersPage: 60,
  // assumed: larger than any request of the supported operations.
  maxBodyBytes: 131_072,
} as const;
