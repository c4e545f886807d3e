import { expect, test } from 'vitest';
import {
  ReportRefusedError,
  ReportUnavailableError,
  isAlreadyFinished,
  isNotFinished,
} from './errors.ts';
import { RESULT, createClientBed, follow } from './client-bed.ts';
import { aReport, settle } from './test-bed.ts';

const ORDER = { definition: { sample: { amountOfRows: 5 } } };
const LINK = {
  url: 'http://127.0.0.1:1/file',
  expiresAt: '2026-01-01T00:15:00Z',
  filename: 'a.csv',
};

test('generate subscribes first, orders when accepted, and makes the id', async () => {
  const { api, client } = createClientBed();
  let sent: unknown;
  api.answers.GenerateReport = (variables) => {
    sent = variables;
    return { generateReport: aReport() };
  };

  const accepted = client.generate(ORDER);
  await settle();
  expect(api.calls).toEqual(['OnReportProgress', 'OnReportReady', 'OnReportDeleted']);

  api.accept();
  await accepted;
  expect(api.calls).toEqual([
    'OnReportProgress',
    'OnReportReady',
    'OnReportDeleted',
    'GenerateReport',
  ]);
  expect(sent).toEqual({ input: { ...ORDER, reportId: 'made-id' } });
});

test('generate orders all the same when no subscription comes about', async () => {
  const { clock, api, client } = createClientBed();
  api.answers.GenerateReport = () => ({ generateReport: aReport() });
  const accepted = client.generate(ORDER);

  await clock.advance(2_000);

  await expect(accepted).resolves.toMatchObject({ status: 'QUEUED' });
});

test('an order whose fate is unknown names the id to repeat it with', async () => {
  const { api, client } = createClientBed();
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
  const { api, client } = createClientBed();
  const controller = new AbortController();
  const accepted = client.generate(ORDER, { signal: controller.signal });
  controller.abort();

  await expect(accepted).rejects.toMatchObject({ name: 'ReportAbortedError' });
  expect(api.calls).not.toContain('GenerateReport');
});

test('wait resolves with figures and a link, by one read of a report that has finished', async () => {
  const { client, read, reportId, setRow } = createClientBed();
  setRow(aReport({ status: 'SUCCEEDED', version: 3, result: RESULT, download: LINK }));

  await expect(client.wait(reportId)).resolves.toMatchObject({ result: RESULT, download: LINK });
  expect(read()).toBe(1);
});

test('wait reads once more when the read that found the end brought no link', async () => {
  const { api, client, reportId } = createClientBed();
  const links = [null, LINK];
  api.answers.GetReport = () => ({
    getReport: aReport({ status: 'SUCCEEDED', result: RESULT, download: links.shift() ?? null }),
  });

  await expect(client.wait(reportId)).resolves.toMatchObject({ download: LINK });
});

test('wait rejects with why there is no file', async () => {
  const { client, reportId, setRow } = createClientBed();
  const failure = { code: 'INTERNAL', message: 'It broke.', retryable: true, action: 'Try again.' };
  setRow(aReport({ status: 'FAILED', version: 3, error: failure }));

  await expect(client.wait(reportId)).rejects.toMatchObject({
    name: 'ReportFailedError',
    message: 'It broke.',
    failure,
  });
});

test('download before the end says that there is no file yet', async () => {
  const { client, reportId } = createClientBed();

  await expect(client.download(reportId)).rejects.toMatchObject({ name: 'ReportNotReadyError' });
});

test('cancel tells those who watch at once, and their watch goes on until CANCELLED', async () => {
  const { api, client, clock, reportId, setRow } = createClientBed();
  setRow(aReport({ status: 'RUNNING', version: 2 }));
  const { seen, ended } = follow(client.watch(reportId));
  api.accept();
  await clock.advance(0);
  api.answers.CancelReport = () => ({
    cancelReport: aReport({ status: 'CANCELLING', version: 3 }),
  });

  await expect(client.cancel(reportId)).resolves.toMatchObject({ status: 'CANCELLING' });
  await settle();
  api.push('onReportReady', aReport({ status: 'CANCELLING', version: 3 }));
  api.push('onReportProgress', aReport({ status: 'RUNNING', version: 2 }));
  setRow(aReport({ status: 'CANCELLED', version: 4 }));
  api.push('onReportReady', aReport({ status: 'CANCELLED', version: 4 }));

  expect(await ended).toBe('ended');
  expect(seen).toEqual(['RUNNING 2', 'CANCELLING 3', 'CANCELLED 4']);
});

test('cancel of a report that is not there, or has ended, says which', async () => {
  const { api, client, reportId } = createClientBed();
  const refusal = (errorType: string) => new ReportRefusedError('No.', { errorType });

  api.answers.CancelReport = () => refusal('NotFound');
  await expect(client.cancel(reportId)).rejects.toMatchObject({
    name: 'ReportNotFoundError',
    reportId,
  });
  api.answers.CancelReport = () => ({ cancelReport: null });
  await expect(client.cancel(reportId)).rejects.toMatchObject({ name: 'ReportNotFoundError' });
  api.answers.CancelReport = () => refusal('AlreadyFinished');
  expect(isAlreadyFinished(await client.cancel(reportId).catch((error: unknown) => error))).toBe(
    true,
  );
});

test('delete takes the report from whoever lists it at once, and late news do not bring it back', async () => {
  const { api, client, clock, reportId } = createClientBed();
  const report = aReport({ status: 'SUCCEEDED', version: 3, result: RESULT });
  api.answers.ListReports = () => ({ listReports: { items: [report], nextToken: null } });
  api.answers.DeleteReport = () => ({ deleteReport: { ...report, status: 'EXPIRED', version: 4 } });
  const told: number[] = [];
  client.watchAll((reports) => told.push(reports.length));
  api.accept();
  await clock.advance(0);

  await expect(client.delete(reportId)).resolves.toMatchObject({ reportId });
  expect(told.at(-1)).toBe(0);

  api.push('onReportReady', report);
  api.accept();
  await clock.advance(0);
  expect(told.at(-1)).toBe(0);
  const again = aReport({ createdAt: '2026-02-01T00:00:00.000Z' });
  api.push('onReportProgress', again);
  expect(told.at(-1)).toBe(1);
});

test('delete of a report that is not there, or runs, says which', async () => {
  const { api, client, reportId } = createClientBed();
  api.answers.DeleteReport = () => new ReportRefusedError('No.', { errorType: 'NotFound' });
  await expect(client.delete(reportId)).rejects.toMatchObject({ name: 'ReportNotFoundError' });

  api.answers.DeleteReport = () => new ReportRefusedError('No.', { errorType: 'NotFinished' });
  expect(isNotFinished(await client.delete(reportId).catch((error: unknown) => error))).toBe(true);
});

test.each(['EXPIRED', 'SUCCEEDED'] as const)(
  'download of a report whose time is over says so, %s as it may still be',
  async (status) => {
    const { client, reportId, setRow } = createClientBed();
    setRow(aReport({ status, version: 4, result: RESULT, download: null }));

    await expect(client.download(reportId)).rejects.toMatchObject({
      name: 'ReportFailedError',
      message: `The file of report ${reportId} has expired. Run the report again to have a new one.`,
      failure: null,
    });
  },
);

test('a report that is about to be cancelled has no file to wait for', async () => {
  const { client, reportId, setRow } = createClientBed();
  setRow(aReport({ status: 'CANCELLING' }));

  await expect(client.download(reportId)).rejects.toThrow('there will be no file');
});

test('estimate asks with the order as it is, and opens no connection', async () => {
  const { api, client } = createClientBed();
  const estimate = { rows: 5, byteSize: 120, seconds: 1, fits: true };
  let sent: unknown;
  api.answers.EstimateReport = (variables) => {
    sent = variables;
    return { estimateReport: estimate };
  };

  await expect(client.estimate({ ...ORDER, format: 'PDF' })).resolves.toEqual(estimate);

  expect(sent).toEqual({ input: { ...ORDER, format: 'PDF' } });
  expect(api.calls).toEqual(['EstimateReport']);
});

test('two orders at a time keep the connection open until both are accepted', async () => {
  const { api, client, clock } = createClientBed();
  const slow = Promise.withResolvers<unknown>();
  const answers = [{ generateReport: aReport() }, slow.promise];
  api.answers.GenerateReport = () => answers.shift();
  api.accept();
  const both = Promise.all([client.generate(ORDER), client.generate(ORDER)]);
  api.accept();
  await clock.advance(60_000);

  expect(api.running.size).toBe(3);

  slow.resolve({ generateReport: aReport() });
  await both;
});

test('pages gives page after page, each asked for when the one before has been used', async () => {
  const { api, client } = createClientBed();
  const asked: unknown[] = [];
  const tokens: Record<string, string | null> = { '': 'two', two: 'three', three: null };
  api.answers.ListReports = (variables) => {
    asked.push(variables);
    const { after = '' } = variables as { after?: string };
    return { listReports: { items: [aReport()], nextToken: tokens[after] ?? null } };
  };
  const seen: (string | null)[] = [];
  for await (const { nextToken } of client.pages({ first: 1 })) {
    seen.push(nextToken);
    expect(asked).toHaveLength(seen.length);
  }

  expect(seen).toEqual(['two', 'three', null]);
  expect(asked).toMatchObject([{ first: 1 }, { first: 1, after: 'two' }, { after: 'three' }]);
});
