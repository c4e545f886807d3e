import { expect, test } from 'vitest';
import { toClientError } from './amplify-errors.ts';
import {
  ReportAbortedError,
  ReportLimitError,
  ReportNotFoundError,
  ReportRefusedError,
  ReportSignedOutError,
  ReportUnavailableError,
} from './errors.ts';

/** As Amplify throws an answer with errors: a plain object, no Error. observed: aws-amplify 6.22.1 */
const answered = (...errors: object[]) => ({ data: { generateReport: null }, errors });
/** As Amplify throws an HTTP failure. observed: aws-amplify 6.22.1 */
const httpFailure = (name: string, statusCode: number, body: string) => ({
  data: {},
  errors: [{ message: 'Unknown error', originalError: { name, response: { statusCode, body } } }],
});

test('a refusal keeps errorType, field and the original', () => {
  const thrown = answered({
    message: 'input.title: must be at most 120 characters, not 121',
    errorType: 'BadRequest',
    errorInfo: { field: 'input.title' },
    path: ['generateReport'],
  });

  const error = toClientError(thrown);

  expect(error).toBeInstanceOf(ReportRefusedError);
  expect(error).toMatchObject({
    name: 'ReportRefusedError',
    message: 'input.title: must be at most 120 characters, not 121',
    errorType: 'BadRequest',
    field: 'input.title',
    cause: thrown,
  });
});

test('too many reports under way is an error of its own, with when to retry', () => {
  const errorInfo = { limit: 4, active: 4, retryAfterSeconds: 30 };
  const error = toClientError(
    answered({ message: 'You have 4.', errorType: 'LimitExceeded', errorInfo }),
  );

  expect(error).toBeInstanceOf(ReportLimitError);
  expect(error).toMatchObject({ name: 'ReportLimitError', message: 'You have 4.', ...errorInfo });
});

test('a refusal without errorInfo has no field', () => {
  const error = toClientError(
    answered({ message: 'no', errorType: 'ValidationError', errorInfo: null }),
  );

  expect(error).toMatchObject({ errorType: 'ValidationError', field: undefined });
});

test.each(['ServiceUnavailable', 'ThrottlingException'])('%s is worth another try', (errorType) => {
  expect(toClientError(answered({ message: 'later', errorType }))).toBeInstanceOf(
    ReportUnavailableError,
  );
});

test('HTTP 401 and a missing token mean signed out', () => {
  const body = '{"errors":[{"errorType":"UnauthorizedException","message":"Token has expired."}]}';

  expect(toClientError(httpFailure('UnauthorizedException', 401, body))).toBeInstanceOf(
    ReportSignedOutError,
  );
  expect(toClientError({ name: 'NoValidAuthTokens' })).toBeInstanceOf(ReportSignedOutError);
  expect(toClientError({ name: 'NoSignedUser' })).toBeInstanceOf(ReportSignedOutError);
});

test('a session that could not be renewed for want of a network is not signed out', () => {
  const error = toClientError({ name: 'NoSignedUser', underlyingError: { name: 'NetworkError' } });

  expect(error).toBeInstanceOf(ReportUnavailableError);
});

test("HTTP 400 gives AppSync's words, which Amplify loses", () => {
  const body =
    '{"errors":[{"errorType":"MalformedHttpRequestException","message":"Unable to parse."}]}';

  expect(toClientError(httpFailure('UnknownError', 400, body))).toMatchObject({
    name: 'ReportRefusedError',
    errorType: 'MalformedHttpRequestException',
    message: 'Unable to parse.',
  });
});

test.each([429, 500, 502, 503])(
  'HTTP %i is worth another try, whatever page came with it',
  (status) => {
    const error = toClientError(httpFailure('UnknownError', status, '<html>'));

    expect(error).toBeInstanceOf(ReportUnavailableError);
    expect(error.message).toBe(`The service answered HTTP ${status}.`);
  },
);

test('no network is worth another try', () => {
  const thrown = {
    data: {},
    errors: [{ message: 'A network error has occurred.', originalError: { name: 'NetworkError' } }],
  };

  expect(toClientError(thrown)).toMatchObject({
    name: 'ReportUnavailableError',
    message: 'The service could not be reached.',
  });
});

test('an aborted signal wins over whatever was thrown, and its reason is the cause', () => {
  const error = toClientError({ name: 'CanceledError' }, AbortSignal.abort('enough'));

  expect(error).toBeInstanceOf(ReportAbortedError);
  expect(error.cause).toBe('enough');
});

test('our own errors pass unchanged', () => {
  const error = new ReportNotFoundError('x');

  expect(toClientError(error)).toBe(error);
});
