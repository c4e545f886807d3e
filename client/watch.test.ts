import { expect, test } from 'vitest';
import { ReportUnavailableError } from './errors.ts';
import { RESULT, createClientBed, follow } from './client-bed.ts';
import { aReport, settle } from './test-bed.ts';
import type { Report, ReportRead } from './types.ts';

test('watch yields each newer state once, never an older one, and ends after the final one', async () => {
  const { api, client, clock, setRow } = createClientBed();
  const { seen, ended } = follow(client.watch(aReport().reportId));
  api.accept();
  await clock.advance(0);

  for (const version of [2, 4, 3, 4]) {
    api.push('onReportProgress', aReport({ status: 'RUNNING', version }));
    await settle();
  }
  setRow(aReport({ status: 'SUCCEEDED', version: 5, result: RESULT }));
  api.push('onReportReady', aReport({ status: 'SUCCEEDED', version: 5 }));

  expect(await ended).toBe('ended');
  expect(seen).toEqual(['QUEUED 1', 'RUNNING 2', 'RUNNING 4', 'SUCCEEDED 5']);
});

test('a final state is read, not believed from the push', async () => {
  const { api, client, clock, setRow } = createClientBed();
  let last: Report | undefined;
  const ended = (async () => {
    for await (const report of client.watch(aReport().reportId)) last = report;
  })();
  api.accept();
  await clock.advance(0);

  setRow(aReport({ status: 'SUCCEEDED', version: 5, result: RESULT }));
  api.push('onReportReady', aReport({ status: 'SUCCEEDED', version: 5, result: null }));
  await ended;

  expect(last?.result).toEqual(RESULT);
});

test('a lost final push is noticed within 15 seconds', async () => {
  const { api, client, clock, setRow } = createClientBed();
  const { seen, ended } = follow(client.watch(aReport().reportId));
  await settle();
  api.accept();
  await clock.advance(0);
  setRow(aReport({ status: 'FAILED', version: 3 }));

  await clock.advance(15_000);

  expect(await ended).toBe('ended');
  expect(seen).toEqual(['QUEUED 1', 'FAILED 3']);
});

test('without any push a report is asked for every 5 seconds', async () => {
  const { client, clock, read } = createClientBed();
  const { seen } = follow(client.watch(aReport().reportId));
  await clock.advance(0);
  expect(read()).toBe(1);

  await clock.advance(4_999);
  expect(read()).toBe(1);
  await clock.advance(1);
  expect(read()).toBe(2);
  expect(seen).toEqual(['QUEUED 1']);
  client[Symbol.dispose]();
});

test('pushes lost while the connection was broken are read as soon as it is back', async () => {
  const { api, client, clock, setRow } = createClientBed();
  const { seen, ended } = follow(client.watch(aReport().reportId));
  await settle();
  api.accept();
  await clock.advance(0);
  api.state('ConnectionDisrupted');
  setRow(aReport({ status: 'SUCCEEDED', version: 9, result: RESULT }));
  await clock.advance(500);

  api.accept();

  expect(await ended).toBe('ended');
  expect(seen).toEqual(['QUEUED 1', 'SUCCEEDED 9']);
});

test('a reader that is slow gets the newest state, not all of them', async () => {
  const { api, client, clock } = createClientBed();
  const watch = client.watch(aReport().reportId)[Symbol.asyncIterator]();
  const first = watch.next();
  await clock.advance(0);
  await first;

  for (const version of [2, 3, 4]) {
    api.push('onReportProgress', aReport({ status: 'RUNNING', version }));
  }

  expect((await watch.next()).value).toMatchObject({ version: 4 });
  await watch.return?.();
});

test('a watch outlives failing reads for 5 minutes, then says so', async () => {
  const { client, clock, setRow } = createClientBed();
  const { seen, ended } = follow(client.watch(aReport().reportId));
  await clock.advance(0);
  setRow(new ReportUnavailableError('The service could not be reached.'));
  await clock.advance(4 * 60_000);
  setRow(aReport({ status: 'RUNNING', version: 2 }));
  await clock.advance(15_000);
  expect(seen).toEqual(['QUEUED 1', 'RUNNING 2']);

  setRow(new ReportUnavailableError('The service could not be reached.'));
  await clock.advance(6 * 60_000);

  expect(await ended).toBe('ReportUnavailableError');
});

test('a watch of a report that is not there says so', async () => {
  const { client, setRow } = createClientBed();
  setRow(null);

  expect(await follow(client.watch('x')).ended).toBe('ReportNotFoundError');
});

test.each(['signal', 'dispose'])('a watch ends at once by %s and leaves no timer', async (how) => {
  const { client, clock } = createClientBed();
  const controller = new AbortController();
  const { ended } = follow(client.watch(aReport().reportId, { signal: controller.signal }));
  await clock.advance(0);

  if (how === 'signal') controller.abort();
  else client[Symbol.dispose]();

  expect(await ended).toBe('ReportAbortedError');
  client[Symbol.dispose]();
  expect(clock.pending).toBe(0);
});

test('breaking out of a watch leaves no timer and, after a while, no subscription', async () => {
  const { api, client, clock, reportId } = createClientBed();
  const watching = (async () => {
    for await (const report of client.watch(reportId)) if (report.version === 1) break;
  })();
  await clock.advance(0);
  await watching;

  await clock.advance(5_000);

  expect(clock.pending).toBe(0);
  expect(api.running.size).toBe(0);
});

test('a watch reads 5 seconds after the connection was lost, not when its slow timer is due', async () => {
  const { api, client, clock, read } = createClientBed();
  follow(client.watch(aReport().reportId));
  await settle();
  api.accept();
  await clock.advance(0);
  const before = read();

  api.state('ConnectionDisrupted');
  await clock.advance(5_000);

  expect(read()).toBe(before + 1);
  client[Symbol.dispose]();
});

test.each(['watch', 'watchAll'] as const)(
  '%s notices within 5 seconds that the confirmation of a cancellation was lost',
  async (how) => {
    const { api, client, clock, reportId, setRow } = createClientBed();
    let row = aReport({ status: 'RUNNING', version: 2 });
    const set = (next: ReportRead) => setRow((row = next));
    set(row);
    api.answers.ListReports = () => ({ listReports: { items: [row], nextToken: null } });
    const seen: string[] = [];
    if (how === 'watchAll') client.watchAll(([report]) => seen.push(String(report?.status)));
    else
      void (async () => {
        for await (const { status } of client.watch(reportId)) seen.push(status);
      })();
    api.accept();
    await clock.advance(0);
    api.push('onReportProgress', aReport({ status: 'CANCELLING', version: 3 }));
    set(aReport({ status: 'CANCELLED', version: 4 }));

    await clock.advance(5_000);

    expect(seen.slice(-2)).toEqual(['CANCELLING', 'CANCELLED']);
    client[Symbol.dispose]();
  },
);

test('a watch of a report that is deleted ends by saying that it is not there', async () => {
  const { api, client, clock, reportId, setRow } = createClientBed();
  const { seen, ended } = follow(client.watch(reportId));
  api.accept();
  await clock.advance(0);

  setRow(null);
  api.push('onReportDeleted', aReport());

  expect(await ended).toBe('ReportNotFoundError');
  expect(seen).toEqual(['QUEUED 1']);
});

test('a deletion of an earlier report with the same id does not end a watch', async () => {
  const { api, client, clock, reportId } = createClientBed();
  const { seen } = follow(client.watch(reportId));
  api.accept();
  await clock.advance(0);

  api.push('onReportDeleted', aReport({ createdAt: '2025-01-01T00:00:00.000Z' }));
  await clock.advance(0);
  api.push('onReportProgress', aReport({ status: 'RUNNING', version: 2 }));
  await settle();

  expect(seen).toEqual(['QUEUED 1', 'RUNNING 2']);
  client[Symbol.dispose]();
});
