import { expect, test } from 'vitest';
import { outputFolder, parsePlace } from './execution.ts';
import { tokenOf } from './queries.ts';
import { parseWake } from './wake.ts';

const JOB = { owner: 'o', reportId: 'r', attempt: 2, waitingFor: 'q1' };

test('a look names the report, its attempt and the query', () => {
  expect(parseWake(JOB)).toEqual({ kind: 'look', job: JOB });
});

test('Athena’s own event names the query only', () => {
  const event = {
    version: '0',
    source: 'aws.athena',
    'detail-type': 'Athena Query State Change',
    detail: { versionId: '0', currentState: 'SUCCEEDED', queryExecutionId: 'q1' },
  };

  expect(parseWake(event)).toEqual({ kind: 'ended', queryId: 'q1' });
});

test.each([[{ owner: 'o', reportId: 'r' }], [{ ...JOB, waitingFor: null }], [null], ['x']])(
  '%j is no wake',
  (event) => {
    expect(parseWake(event)).toBeUndefined();
  },
);

test.each([[{ ...JOB, attempt: '2' }], [{ waitingFor: 'q1' }]])('%j is half of a look', (event) => {
  expect(() => parseWake(event)).toThrow(
    'A look at a query must be { owner, reportId, attempt, waitingFor }.',
  );
});

test('an event of Athena without a query is refused', () => {
  expect(() => parseWake({ source: 'aws.athena', detail: null })).toThrow(
    'The event of Athena must name its query.',
  );
});

test('where a query writes says whose it is', () => {
  const place = { owner: 'o', reportId: 'r', attempt: 12, form: 'lines' } as const;
  const location = `s3://bucket/${outputFolder(place)}q1.csv`;

  expect(location).toBe('s3://bucket/athena/o/r/12/lines/q1.csv');
  expect(parsePlace(location)).toEqual(place);
  for (const other of ['s3://bucket/elsewhere/q1.csv', 's3://bucket/athena/o/r/x/rows/q1', '']) {
    expect(parsePlace(other)).toBeUndefined();
  }
});

test('each attempt of each owner has a token of its own, always the same, as long as Athena wants', () => {
  const place = { owner: 'o', reportId: 'r', attempt: 1, form: 'rows' } as const;
  const tokens = [place, { ...place, attempt: 2 }, { ...place, owner: 'p' }].map(tokenOf);

  expect(new Set(tokens).size).toBe(3);
  expect(tokenOf(place)).toBe(tokens[0]);
  for (const token of tokens) expect(token.length).toBeGreaterThanOrEqual(32);
});
