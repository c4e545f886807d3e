/** A refusal in Cognito's own words; the HTTP layer writes it as `{"__type", "message"}`. */
export class CognitoError extends Error {
  /** The `__type`, for example `NotAuthorizedException`. */
  readonly type: string;
  readonly status: number;

  constructor(type: string, message: string, status = 400) {
    super(message);
    this.name = 'CognitoError';
    this.type = type;
    this.status = status;
  }
}

/** `NotAuthorizedException` with `message`. */
export const notAuthorized = (message: string): CognitoError =>
  new CognitoError('NotAuthorizedException', message);

// observed: https://github.com/aws-amplify/aws-sdk-ios/issues/380
export const incorrectPassword = (): CognitoError =>
  notAuthorized('Incorrect username or password.');

/** `InvalidParameterException` with `message`. */
export const invalidParameter = (message: string): CognitoError =>
  new CognitoError('InvalidParameterException', message);

/** `ResourceNotFoundException` with `message`. */
export const resourceNotFound = (message: string): CognitoError =>
  new CognitoError('ResourceNotFoundException', message);

// documented: https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-managing-errors.html (the type; observed: the words, which clients match on)
export const userNotFound = (): CognitoError =>
  new CognitoError('UserNotFoundException', 'User does not exist.');

// observed: https://github.com/aws-amplify/amplify-js/issues/11270
export const combinationNotFound = (): CognitoError =>
  new CognitoError('UserNotFoundException', 'Username/client id combination not found.');
