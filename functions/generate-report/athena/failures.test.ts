import { expect, test } from 'vitest';
import { toReportErrorInput } from '../errors.ts';
import type { QueryExecution } from './execution.ts';
import { toQueryFailure, toStartFailure } from './failures.ts';

const QUERY: QueryExecution = {
  id: 'q1',
  state: 'FAILED',
  reason: '',
  bytesScanned: 0,
  place: undefined,
};

const BY_WORDS: readonly (readonly [reason: string, code: string])[] = [
  ['Bytes scanned limit was exceeded', 'SCAN_LIMIT'],
  ['Query exhausted resources at this scale factor', 'TOO_LARGE_FOR_FORMAT'],
  ['EXCEEDED_MEMORY_LIMIT: Query exceeded per-node memory limit', 'TOO_LARGE_FOR_FORMAT'],
  ['Query timeout', 'SOURCE_TIMEOUT'],
  ['EXCEEDED_TIME_LIMIT: Query exceeded the maximum run time', 'SOURCE_TIMEOUT'],
  ['HIVE_PATH_ALREADY_EXISTS: Target directory for table already exists', 'STORAGE_ERROR'],
  ['HIVE_BAD_DATA: Error parsing field value', 'INVALID_DATA'],
  [
    'HIVE_CANNOT_OPEN_SPLIT: Error opening Hive split s3://b/k (offset=0, length=9): Not valid Parquet file: s3://b/k',
    'INVALID_DATA',
  ],
  ['HIVE_CURSOR_ERROR: Failed to read Parquet file: s3://b/k', 'INVALID_DATA'],
  ['DIVISION_BY_ZERO: Division by zero', 'INVALID_DATA'],
  ['HIVE_CANNOT_OPEN_SPLIT: Error opening Hive split s3://b/k', 'SOURCE_UNAVAILABLE'],
  ['PERMISSION_DENIED: Access Denied (Service: S3, Status Code: 403)', 'SOURCE_UNAVAILABLE'],
  ["TABLE_NOT_FOUND: line 1:8: Table 'x' does not exist", 'SOURCE_UNAVAILABLE'],
  ["COLUMN_NOT_FOUND: line 1:8: Column 'x' cannot be resolved", 'INTERNAL'],
  ["TYPE_MISMATCH: line 1:8: '=' cannot be applied", 'INTERNAL'],
  ['GENERIC_INTERNAL_ERROR: null', 'SOURCE_UNAVAILABLE'],
  ['', 'SOURCE_UNAVAILABLE'],
];

test.each(BY_WORDS)('%j is %s', (reason, code) => {
  expect(toQueryFailure({ ...QUERY, reason })).toMatchObject({ code });
});

test.each([
  [0, undefined, 'TOO_LARGE_FOR_FORMAT'],
  [206, undefined, 'SOURCE_TIMEOUT'],
  [402, undefined, 'STORAGE_ERROR'],
  [1001, 2, 'INVALID_DATA'],
  [1000, 2, 'INTERNAL'],
  [200, 1, 'SOURCE_UNAVAILABLE'],
])('without words, type %j of category %j is %s', (type, category, code) => {
  const error = { type, ...(category === undefined ? {} : { category }) };

  expect(toQueryFailure({ ...QUERY, error })).toMatchObject({ code });
});

test('a query that somebody has stopped was stopped; one that the limit has stopped reached it', () => {
  const stopped = { ...QUERY, state: 'CANCELLED', reason: 'Query cancelled by user' } as const;

  expect(toQueryFailure(stopped)).toMatchObject({
    code: 'SOURCE_UNAVAILABLE',
    message: 'The query was stopped before it had ended.',
  });
  const limited = { ...stopped, reason: 'Query cancelled! : Bytes scanned limit was exceeded' };
  expect(toQueryFailure(limited)).toMatchObject({ code: 'SCAN_LIMIT' });
});

test('the owner is told nothing of places or SQL; the log is', () => {
  const SECRET = /s3:|SELECT|arn:/;
  for (const [code] of BY_WORDS) {
    const reason = `${code} s3://bucket/key SELECT secret arn:aws:x`;
    const failure = toQueryFailure({ ...QUERY, reason });

    expect(JSON.stringify(toReportErrorInput(failure))).not.toMatch(SECRET);
    expect((failure.cause as Error).message).toContain(reason);
  }
});

test('a statement Athena refuses is our mistake; any other refusal is the service’s', () => {
  const refusal = (name: string) => Object.assign(new Error('SELECT secret'), { name });

  expect(toStartFailure(refusal('InvalidRequestException'))).toMatchObject({ code: 'INTERNAL' });
  const throttled = toStartFailure(refusal('TooManyRequestsException'));
  expect(throttled).toMatchObject({ code: 'SOURCE_UNAVAILABLE' });
  expect(throttled.message).not.toContain('secret');
  expect(toStartFailure(throttled)).toBe(throttled);
});
