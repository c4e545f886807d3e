import { expect, test } from 'vitest';
import { aReport } from '../test-bed.ts';
import { cancelAndConfirm } from './cancel.ts';
import { createSessionBed } from './session-bed.ts';

const asked = (status: 'CANCELLING' | 'CANCELLED', version: number) => () => ({
  cancelReport: aReport({ status, version }),
});

test('a report that was waiting is cancelled at once', async () => {
  const { api, session, written, reportId } = createSessionBed();
  api.answers.CancelReport = asked('CANCELLED', 2);

  await cancelAndConfirm(session, reportId);

  expect(api.calls).toEqual(['CancelReport']);
  expect(written.out).toBe(`Report ${reportId} is cancelled.\n`);
});

test('a report that runs is waited for until it has stopped', async () => {
  const { api, clock, session, written, reportId, setRow } = createSessionBed();
  api.answers.CancelReport = asked('CANCELLING', 3);
  setRow(aReport({ status: 'CANCELLING', version: 3 }));
  const done = cancelAndConfirm(session, reportId);
  await clock.advance(0);
  expect(written.out).toBe('');

  setRow(aReport({ status: 'CANCELLED', version: 4 }));
  api.push('onReportReady', aReport({ status: 'CANCELLED', version: 4 }));
  await done;

  expect(written.out).toBe(`Report ${reportId} is cancelled.\n`);
});

test('a report that failed before it could stop has failed', async () => {
  const { api, clock, session, written, reportId, setRow } = createSessionBed();
  const error = { code: 'INTERNAL', message: 'It broke.', retryable: true, action: 'Try again.' };
  api.answers.CancelReport = asked('CANCELLING', 3);
  setRow(aReport({ status: 'FAILED', version: 4, error }));
  const done = cancelAndConfirm(session, reportId);
  void clock.advance(0);

  await expect(done).rejects.toMatchObject({ name: 'ReportFailedError', message: 'It broke.' });
  expect(written.out).toBe('');
});

test('Ctrl-C does not take the cancellation back, and says so', async () => {
  const { api, clock, session, written, reportId, setRow, interrupt } = createSessionBed();
  api.answers.CancelReport = asked('CANCELLING', 3);
  setRow(aReport({ status: 'CANCELLING', version: 3 }));
  const done = cancelAndConfirm(session, reportId).catch((error: unknown) => (error as Error).name);
  await clock.advance(0);

  interrupt();

  expect(await done).toBe('ReportAbortedError');
  expect(written.err).toContain('asked to stop, and does so without this command');
});

test('as JSON it is the report as it ended', async () => {
  const { api, session, lines, reportId } = createSessionBed({ json: true });
  api.answers.CancelReport = asked('CANCELLED', 2);

  await cancelAndConfirm(session, reportId);

  expect(lines()).toEqual([
    expect.objectContaining({ type: 'outcome', reportId, status: 'CANCELLED', file: null }),
  ]);
});
