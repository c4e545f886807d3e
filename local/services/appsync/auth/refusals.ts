import type { AuthRefusal } from '../types.ts';

// observed: graphql/graphql-over-http#81, aws-amplify/learn#417, graphql-dotnet/graphql-client#221
function unauthorized(message: string): AuthRefusal {
  return { errorType: 'UnauthorizedException', message, status: 401 };
}

/** No credentials, or none of a kind the API takes. */
export const noValidAuthorization = unauthorized('Valid authorization header not provided.');

/** Credentials of a kind the API takes, but not good ones. */
export const notAuthorizedToCall = unauthorized('You are not authorized to make this call.');

/** An IAM principal without any grant on the API. */
export const permissionDenied = unauthorized('Permission denied');

/** A token that is no JWT. */
export const unreadableToken = unauthorized('Unable to parse JWT token.');

/** A token whose `exp` has passed. */
export const expiredToken = unauthorized('Token has expired.');
