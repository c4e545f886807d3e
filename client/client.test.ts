import { expect, test } from 'vitest';
import { createReportsClient } from './client.ts';
import { ReportUnavailableError } from './errors.ts';
import { aReport, createManualClock, createScriptedApi, settle } from './test-bed.ts';
import type { Report, ReportRead } from './types.ts';

const ORDER = { definition: { sample: { amountOfRows: 5 } } };
const RESULT = {
  rowCount: 5,
  byteSize: 10,
  sha256: 'ab',
  contentType: 'text/csv',
  columns: [],
  warnings: [],
};
const LINK = {
  url: 'http://127.0.0.1:1/file',
  expiresAt: '2026-01-01T00:15:00Z',
  filename: 'a.csv',
};

function setUp() {
  const clock = createManualClock();
  const api = createScriptedApi();
  const client = createReportsClient({ api, clock, random: () => 1, makeId: () => 'made-id' });
  let row: ReportRead | null | Error = aReport();
  api.answers.GetReport = () => (row instanceof Error ? row : { getReport: row });
  const { reportId } = aReport();
  const read = () => api.calls.filter((name) => name === 'GetReport').length;
  return { clock, api, client, reportId, read, setRow: (next: typeof row) => (row = next) };
}

/** Follows a watch, keeping what it said. */
function follow(watch: AsyncIterable<Report>) {
  const seen: string[] = [];
  const ended = (async () => {
    for await (const { status, version } of watch) seen.push(`${status} ${version}`);
  })().then(
    () => 'ended',
    (error: unknown) => (error as Error).name,
  );
  return { seen, ended };
}

test('generate subscribes first, orders when accepted, and makes the id', async () => {
  const { api, client } = setUp();
  let sent: unknown;
  api.answers.GenerateReport = (variables) => {
    sent = variables;
    return { generateReport: aReport() };
  };

  const accepted = client.generate(ORDER);
  await settle();
  expect(api.calls).toEqual(['OnReportProgress', 'OnReportReady']);

  api.accept();
  await accepted;
  expect(api.calls).toEqual(['OnReportProgress', 'OnReportReady', 'GenerateReport']);
  expect(sent).toEqual({ input: { ...ORDER, reportId: 'made-id' } });
});

test('generate orders all the same when no subscription comes about', async () => {
  const { clock, api, client } = setUp();
  api.answers.GenerateReport = () => ({ generateReport: aReport() });
  const accepted = client.generate(ORDER);

  await clock.advance(2_000);

  await expect(accepted).resolves.toMatchObject({ status: 'QUEUED' });
});

test('an order whose fate is unknown names the id to repeat it with', async () => {
  const { api, client } = setUp();
  api.answers.GenerateReport = () =>
    new ReportUnavailableError('The service could not be reached.');
  const accepted = client.generate(ORDER);
  api.accept();

  await expect(accepted).rejects.toMatchObject({
    name: 'ReportUnavailableError',
    reportId: 'made-id',
  });
});

test('generate stops waiting when aborted, and orders nothing', async () => {
  const { api, client } = setUp();
  const controller = new AbortController();
  const accepted = client.generate(ORDER, { signal: controller.signal });
  controller.abort();

  await expect(accepted).rejects.toMatchObject({ name: 'ReportAbortedError' });
  expect(api.calls).not.toContain('GenerateReport');
});

test('watch yields each newer state once, never an older one, and ends after the final one', async () => {
  const { api, client, clock, setRow } = setUp();
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
  const { api, client, clock, setRow } = setUp();
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
  const { api, client, clock, setRow } = setUp();
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
  const { client, clock, read } = setUp();
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
  const { api, client, clock, setRow } = setUp();
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
  const { api, client, clock } = setUp();
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
  const { client, clock, setRow } = setUp();
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
  const { client, setRow } = setUp();
  setRow(null);

  expect(await follow(client.watch('x')).ended).toBe('ReportNotFoundError');
});

test.each(['signal', 'dispose'])('a watch ends at once by %s and leaves no timer', async (how) => {
  const { client, clock } = setUp();
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
  const { api, client, clock, reportId } = setUp();
  const watching = (async () => {
    for await (const report of client.watch(reportId)) if (report.version === 1) break;
  })();
  await clock.advance(0);
  await watching;

  await clock.advance(5_000);

  expect(clock.pending).toBe(0);
  expect(api.running.size).toBe(0);
});

test('wait resolves with figures and a link', async () => {
  const { client, reportId, setRow } = setUp();
  setRow(aReport({ status: 'SUCCEEDED', version: 3, result: RESULT, download: LINK }));

  await expect(client.wait(reportId)).resolves.toMatchObject({ result: RESULT, download: LINK });
});

test('wait rejects with why there is no file', async () => {
  const { client, reportId, setRow } = setUp();
  const failure = { code: 'INTERNAL', message: 'It broke.', retryable: true, action: 'Try again.' };
  setRow(aReport({ status: 'FAILED', version: 3, error: failure }));

  await expect(client.wait(reportId)).rejects.toMatchObject({
    name: 'ReportFailedError',
    message: 'It broke.',
    failure,
  });
});

test('download before the end says that there is no file yet', async () => {
  const { client, reportId } = setUp();

  await expect(client.download(reportId)).rejects.toMatchObject({ name: 'ReportNotReadyError' });
});

test('watchAll tells the list, then every change, newest first and never backwards', async () => {
  const { api, client, clock } = setUp();
  const older = aReport({
    reportId: 'a',
    createdAt: '2026-01-01T00:00:00Z',
    version: 3,
    status: 'RUNNING',
  });
  const newer = aReport({ reportId: 'b', createdAt: '2026-01-02T00:00:00Z' });
  api.answers.ListReports = () => ({ listReports: { items: [older], nextToken: null } });
  const told: string[] = [];
  client.watchAll((reports) =>
    told.push(reports.map(({ reportId, version }) => `${reportId}${version}`).join(' ')),
  );
  await clock.advance(0);

  api.push('onReportProgress', newer);
  api.push('onReportProgress', { ...older, version: 2 });
  api.push('onReportProgress', { ...older, version: 4 });

  expect(told).toEqual(['a3', 'b1 a3', 'b1 a4']);
  client[Symbol.dispose]();
});

test('watchAll drops a report that is gone from the list, and keeps one that came while it was read', async () => {
  const { api, client, clock } = setUp();
  const report = (reportId: string) => aReport({ reportId, status: 'RUNNING' });
  const page = (...items: Report[]) => ({ listReports: { items, nextToken: null } });
  let told: readonly Report[] = [];
  api.answers.ListReports = () => page(report('a'), report('b'));
  client.watchAll((reports) => (told = reports));
  await clock.advance(0);
  api.answers.ListReports = () => {
    api.push('onReportProgress', report('c'));
    return page(report('a'));
  };

  api.accept();
  await clock.advance(0);

  expect(told.map(({ reportId }) => reportId)).toEqual(['c', 'a']);
  client[Symbol.dispose]();
});

test('watchAll says that it cannot read, and goes on when it can', async () => {
  const { api, client, clock } = setUp();
  const problems: string[] = [];
  let told = 0;
  api.answers.ListReports = () => new ReportUnavailableError('The service could not be reached.');
  client.watchAll(() => (told += 1), { onProblem: ({ name }) => problems.push(name) });
  await clock.advance(0);
  api.answers.ListReports = () => ({ listReports: { items: [], nextToken: null } });

  await clock.advance(1_000);

  expect(problems).toEqual(['ReportUnavailableError']);
  expect(told).toBe(1);
  client[Symbol.dispose]();
});
