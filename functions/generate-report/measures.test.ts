import { expect, test } from 'vitest';
import type { Metrics, Telemetry } from '../lib/telemetry.ts';
import type { Announcer } from './announcer.ts';
import { sensitiveTexts } from './kinds/sensitive-parameters.ts';
import { countPushes, recordEnd, recordStart } from './measures.ts';

const TIMES = {
  createdAt: '2026-11-25T10:00:00.000Z',
  startedAt: '2026-11-25T10:00:02.500Z',
  finishedAt: '2026-11-25T10:00:42.500Z',
};
const RESULT = {
  rowCount: 10,
  byteSize: 250,
  sha256: 'ab',
  engine: 'NODE' as const,
  contentType: 'text/csv',
  columns: [],
  warnings: [],
  objectKey: 'reports/o/r/1.csv',
};
const ERROR = { code: 'INVALID_DATA', message: 'm', retryable: false, action: 'a' };

/** Keeps what it is told. */
function createNotes(): { telemetry: Telemetry; told: [Metrics, string?][] } {
  const told: [Metrics, string?][] = [];
  const telemetry: Telemetry = {
    info: () => undefined,
    error: () => undefined,
    record: (metrics, dimensions) =>
      void told.push(dimensions ? [metrics, dimensions.code] : [metrics]),
    about: () => telemetry,
    hiding: () => telemetry,
  };
  return { telemetry, told };
}

test('an order counts once, at its first attempt, with how long it has waited', () => {
  const { telemetry, told } = createNotes();
  recordStart(telemetry, { ...TIMES, attempt: 1 });
  recordStart(telemetry, { ...TIMES, attempt: 2 });

  expect(told).toEqual([[{ ReportsRequested: 1, QueueAgeSeconds: 2.5 }]]);
});

test('a success tells its time, rows and bytes; a failure its code; a cancellation nothing', () => {
  const { telemetry, told } = createNotes();
  recordEnd(telemetry, { status: 'SUCCEEDED', result: RESULT }, TIMES);
  recordEnd(telemetry, { status: 'FAILED', error: ERROR }, TIMES);
  recordEnd(telemetry, { status: 'CANCELLED' }, TIMES);

  expect(told).toEqual([
    [{ ReportsSucceeded: 1, ReportDurationSeconds: 40, ReportRows: 10, ReportBytes: 250 }],
    [{ ReportsFailed: 1 }, 'INVALID_DATA'],
  ]);
});

test('pushes are the mutations the API has taken', async () => {
  const refuses: Announcer = {
    started: () => Promise.resolve({} as never),
    progressed: () => Promise.resolve({} as never),
    ready: () => Promise.reject(new Error('StaleAttempt')),
  };
  const { counted, pushes } = countPushes(refuses);
  await counted.started({ owner: 'o', reportId: 'r' });
  await counted.progressed({ owner: 'o', reportId: 'r', attempt: 1 }, {} as never);
  const refused = counted.ready({ owner: 'o', reportId: 'r', attempt: 1 }, { status: 'CANCELLED' });

  await expect(refused).rejects.toThrow('StaleAttempt');
  expect(pushes()).toBe(2);
});

test('the values of parameters that are marked are to be hidden, those of others are not', () => {
  const marked = { payroll: ['employee', 'account', 'absent'] };
  const parameters = { employee: 'Ada', account: 4711, year: 2026 };

  expect(sensitiveTexts('payroll', parameters, marked)).toEqual(['Ada', '4711']);
  expect(sensitiveTexts('sample', parameters, marked)).toEqual([]);
});
