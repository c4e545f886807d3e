import { expect, test } from 'vitest';
import {
  ReportAbortedError,
  ReportDownloadError,
  ReportFailedError,
  ReportLimitError,
  ReportNotFoundError,
  ReportRefusedError,
  ReportSignedOutError,
  ReportUnavailableError,
} from '../errors.ts';
import { aReport } from '../test-bed.ts';
import { CliError } from './cli-error.ts';
import { optionAt, readCatalogue, written } from './catalogue.ts';
import { explain as explainWith } from './explain.ts';
import { chooseUser } from './sign-in.ts';

const catalogue = readCatalogue();
const explain = (error: unknown) => explainWith(error, catalogue);

test('a refusal names the option in place of the input path', () => {
  const field = 'input.definition.sample.amountOfRows';
  const error = new ReportRefusedError(`${field}: must be 0 to 5, not 6`, {
    errorType: 'BadRequest',
    field,
  });

  expect(explain(error)).toEqual({
    lines: ['--rows must be 0 to 5, not 6'],
    exitCode: 2,
    option: '--rows',
  });
});

test('a refusal that names the inputs beside it names their options', () => {
  const field = 'input.definition.calendar.toDate';
  const message = `${field}: must not be before fromDate (2026-01-01)`;

  expect(
    explain(new ReportRefusedError(message, { errorType: 'BadRequest', field }))?.lines,
  ).toEqual(['--to must not be before --from (2026-01-01)']);
});

test('every input of the schema is named by the option that sets it', () => {
  const definition = 'input.definition';
  const named = (path: string): string | undefined => {
    const option = optionAt(catalogue, path);
    return option && written(option);
  };

  expect(
    [
      `${definition}.flightDelays.minimumFlights`,
      `${definition}.flightDetails.state`,
      `${definition}.calendar.toDate`,
      'input.csv.delimiter',
      'input.timeZone',
      'first',
    ].map(named),
  ).toEqual(['--minimum-flights', '--state', '--to', '--delimiter', '--time-zone', '--first']);
  expect([`${definition}.flightDetails.minimumFlights`, 'constructor'].map(named)).toEqual([
    undefined,
    undefined,
  ]);
});

test('a failed report tells what happened and what to do', () => {
  const error = { code: 'INTERNAL', message: 'It broke.', retryable: true, action: 'Try again.' };

  expect(explain(new ReportFailedError(aReport({ status: 'FAILED', error })))).toEqual({
    lines: ['It broke. (INTERNAL)', 'Try again.'],
    exitCode: 1,
  });
});

test('too many reports under way are told with when to try again', () => {
  const info = { limit: 4, active: 4, retryAfterSeconds: 30 };

  expect(explain(new ReportLimitError('You have 4 reports under way.', info))).toEqual({
    lines: ['You have 4 reports under way.', 'It is worth trying again in 30 seconds.'],
    exitCode: 2,
  });
});

test('an expired file is told as what it is, with what to do', () => {
  const report = aReport({ status: 'EXPIRED' });

  expect(explain(new ReportFailedError(report))).toEqual({
    lines: [
      `The file of report ${report.reportId} has expired. Run the report again to have a new one.`,
    ],
    exitCode: 1,
  });
});

test('each outcome has its exit code, and a bug has none', () => {
  expect(explain(new ReportDownloadError('cut short'))?.exitCode).toBe(1);
  expect(explain(new ReportUnavailableError('nothing answers'))?.exitCode).toBe(3);
  expect(explain(new ReportSignedOutError('nobody'))?.exitCode).toBe(3);
  expect(explain(new ReportNotFoundError('id'))?.exitCode).toBe(2);
  expect(explain(new ReportFailedError(aReport({ status: 'CANCELLED' })))?.exitCode).toBe(4);
  expect(explain(new CliError('wrong'))?.exitCode).toBe(2);
  expect(explain(new ReportAbortedError(undefined))).toEqual({ lines: [], exitCode: 130 });
  expect(explain(new TypeError('bug'))).toBeUndefined();
});

test('words from elsewhere cannot command the terminal', () => {
  expect(explain(new CliError('a\u001b[2J\nb'))?.lines).toEqual(['a [2J', 'b']);
});

test('the user is the one of the options, else the demo user, else the one of the environment', () => {
  const demo = { username: 'demo', password: 'demo-password' };
  const local = { custom: { demo_user: demo } } as never;
  const deployed = {} as never;
  const env = { REPORTS_USER: 'env', REPORTS_PASSWORD: 'env-password' };
  const none = { user: undefined, password: undefined };

  expect(chooseUser(local, none, env)).toEqual(demo);
  expect(chooseUser(local, { ...none, user: 'demo' }, {})).toEqual(demo);
  expect(chooseUser(local, { user: 'a', password: 'b' }, env)).toEqual({
    username: 'a',
    password: 'b',
  });
  expect(chooseUser(deployed, none, env)).toEqual({ username: 'env', password: 'env-password' });
  expect(chooseUser(deployed, { ...none, user: 'a' }, env)).toEqual({
    username: 'a',
    password: 'env-password',
  });
  expect(() => chooseUser(deployed, none, {})).toThrow('Say who you are');
  expect(() => chooseUser(local, { ...none, user: 'a' }, {})).toThrow('Say who you are');
});
