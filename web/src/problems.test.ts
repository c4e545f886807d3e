import { expect, test } from 'vitest';
import {
  ReportLimitError,
  ReportRefusedError,
  ReportSignedOutError,
  ReportUnavailableError,
} from '../../client/index.ts';
import { fieldProblemsOf, listProblemInWords, problemInWords } from './problems.ts';
import { signInProblem, stepProblem } from './entrance/sign-in-problem.ts';

test('a refusal about a field is shown at the field, without its path', () => {
  const field = 'input.definition.sample.amountOfRows';
  const refusal = new ReportRefusedError(`${field}: must be 0 to 10000000, not -1`, {
    errorType: 'BadRequest',
    field,
  });

  expect(fieldProblemsOf(refusal)).toEqual({ [field]: 'Must be 0 to 10000000, not -1.' });
});

test.each([
  ['input.title', 'input.title'],
  ['input.csv.delimiter', 'input.csv.delimiter'],
  ['input.csv', 'input.format'],
  ['input.csv.dialect', 'input.format'],
  ['input.definition.calendar.toDate', 'input.definition.calendar.toDate'],
])('what the API says of %s stands at %s', (field, at) => {
  const refusal = new ReportRefusedError(`${field}: no`, { errorType: 'BadRequest', field });

  expect(fieldProblemsOf(refusal)).toEqual({ [at]: 'No.' });
});

test('a refusal about something the form does not have is told for the whole form', () => {
  const refusal = new ReportRefusedError('input.reportId: must be a ULID or a UUID', {
    errorType: 'BadRequest',
    field: 'input.reportId',
  });

  expect(fieldProblemsOf(refusal)).toBeUndefined();
  expect(problemInWords(refusal)).toBe('Must be a ULID or a UUID.');
});

test('a refusal that is not written for people is put in other words', () => {
  const refusal = new ReportRefusedError('Cannot return null for non-nullable type', {
    errorType: 'UnknownError',
  });

  expect(problemInWords(refusal)).toBe('The service could not answer. Try again later.');
});

test('too many reports under way say how many, and when to try again', () => {
  const info = { limit: 10, active: 10, retryAfterSeconds: 30 };

  expect(problemInWords(new ReportLimitError('x', info))).toBe(
    'You have 10 reports under way, as many as may be at once. Stop one, or try again in 30 seconds.',
  );
});

test('an unreachable list asks nothing of the reader, who can do nothing', () => {
  expect(listProblemInWords(new ReportUnavailableError('x'))).toMatch(
    /tried again every few seconds/,
  );
  expect(listProblemInWords(new ReportSignedOutError('x'))).toMatch(/Sign in again/);
});

test('other problems say what to do and nothing of the machinery', () => {
  expect(problemInWords(new ReportUnavailableError('HTTP 503'))).toBe(
    'The service could not be reached. Try again.',
  );
  expect(problemInWords(new ReportSignedOutError('x'))).toMatch(/Sign in again/);
  expect(problemInWords(new TypeError('x is undefined'))).toBe(
    'This page could not go on. Reload it and try again.',
  );
});

test('a wrong password and an unknown person read the same', () => {
  expect(signInProblem({ name: 'UserNotFoundException', message: 'User does not exist.' })).toBe(
    signInProblem({ name: 'NotAuthorizedException', message: 'Incorrect username or password.' }),
  );
});

test('refusals that say more keep their words', () => {
  const message = 'Password attempts exceeded';

  expect(signInProblem({ name: 'NotAuthorizedException', message })).toBe(message);
  expect(signInProblem(undefined)).toBe('Signing in did not work. Try again.');
});

test('a step the page does not have is named', () => {
  expect(stepProblem('CONFIRM_SIGN_IN_WITH_TOTP_CODE')).toMatch(
    /does not have: confirm sign in with totp code\./,
  );
});
