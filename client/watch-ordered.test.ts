/** What a watch need not read when the report was just ordered by the same client, and what it reads all the same. */
import { expect, test } from 'vitest';
import { RESULT, createClientBed, follow } from './client-bed.ts';
import { ReportUnavailableError } from './errors.ts';
import { aReport, settle } from './test-bed.ts';

const RUNNING = aReport({ status: 'RUNNING', version: 2 });
const LINK = { url: 'http://127.0.0.1:1/file', expiresAt: '', filename: 'a.csv' };
const SUCCEEDED = aReport({ status: 'SUCCEEDED', version: 3, result: RESULT, download: LINK });

/** A client whose pushes arrive and which has just ordered the report. */
async function createOrderedBed({ beforeAnswer }: { beforeAnswer?: 'ends' } = {}) {
  const bed = createClientBed();
  const { api, client, reportId, setRow } = bed;
  api.answers.GenerateReport = () => {
    if (beforeAnswer) {
      setRow(SUCCEEDED);
      api.push('onReportReady', SUCCEEDED);
    }
    return { generateReport: aReport() };
  };
  const accepted = client.generate({ reportId, definition: { sample: { amountOfRows: 5 } } });
  api.accept();
  await accepted;
  return bed;
}

test('a report that was just ordered is read once: when it is told to have ended', async () => {
  const { api, client, reportId, read, setRow } = await createOrderedBed();
  const { seen, ended } = follow(client.watch(reportId));
  await settle();
  api.push('onReportProgress', RUNNING);
  await settle();
  expect(read()).toBe(0);

  setRow(SUCCEEDED);
  api.push('onReportReady', SUCCEEDED);

  expect(await ended).toBe('ended');
  expect(seen).toEqual(['QUEUED 1', 'RUNNING 2', 'SUCCEEDED 3']);
  expect(read()).toBe(1);
});

test('waiting for it takes the link of that read', async () => {
  const { api, client, reportId, read, setRow } = await createOrderedBed();
  const waited = client.wait(reportId);
  setRow(SUCCEEDED);
  api.push('onReportReady', aReport({ status: 'SUCCEEDED', version: 3 }));

  expect(await waited).toMatchObject({ download: LINK, result: RESULT });
  expect(read()).toBe(1);
});

test('news that came between the order and the watch are its first state', async () => {
  const { api, client, reportId, read } = await createOrderedBed();
  api.push('onReportProgress', RUNNING);
  const { seen } = follow(client.watch(reportId));
  await settle();

  expect(seen).toEqual(['RUNNING 2']);
  expect(read()).toBe(0);
  client[Symbol.dispose]();
});

test('an end that was told before the order was answered is read at once', async () => {
  const { client, reportId } = await createOrderedBed({ beforeAnswer: 'ends' });

  expect((await client.wait(reportId)).status).toBe('SUCCEEDED');
});

test.each([
  ['the connection was lost', ({ api }) => api.state('ConnectionDisrupted')],
  ['pushes were accepted anew', ({ api }) => api.accept()],
  ['it was deleted', ({ api }) => api.push('onReportDeleted', aReport())],
] as const satisfies [string, (bed: ReturnType<typeof createClientBed>) => void][])(
  'it is read at once when %s in between',
  async (_, happens) => {
    const bed = await createOrderedBed();
    happens(bed);
    follow(bed.client.watch(bed.reportId));
    await settle();

    expect(bed.read()).toBe(1);
    bed.client[Symbol.dispose]();
  },
);

test('it is read at once by a second watch, which has heard nothing', async () => {
  const { client, reportId, read } = await createOrderedBed();
  follow(client.watch(reportId));
  follow(client.watch(reportId));
  await settle();

  expect(read()).toBe(1);
  client[Symbol.dispose]();
});

test('an order without pushes is watched by reading', async () => {
  const { api, client, clock, reportId, read } = createClientBed();
  api.answers.GenerateReport = () => ({ generateReport: aReport() });
  const accepted = client.generate({ reportId, definition: { sample: { amountOfRows: 5 } } });
  await clock.advance(2_000);
  await accepted;
  follow(client.watch(reportId));
  await settle();

  expect(read()).toBe(1);
  client[Symbol.dispose]();
});

test('an order that was refused leaves nothing to watch', async () => {
  const { api, client, reportId, read } = createClientBed();
  api.answers.GenerateReport = () => new ReportUnavailableError('Not now.');
  const refused = client.generate({ reportId, definition: { sample: { amountOfRows: 5 } } });
  api.accept();
  await expect(refused).rejects.toThrow('Not now.');
  api.push('onReportProgress', RUNNING);
  follow(client.watch(reportId));
  await settle();

  expect(read()).toBe(1);
  client[Symbol.dispose]();
});

test('when all of its pushes are lost it is read 3 seconds after the order, and failing reads are borne', async () => {
  const { client, clock, reportId, setRow } = await createOrderedBed();
  const { seen, ended } = follow(client.watch(reportId));
  setRow(new ReportUnavailableError('The service could not be reached.'));
  await clock.advance(3_000);
  setRow(SUCCEEDED);
  await clock.advance(1_000);

  expect(await ended).toBe('ended');
  expect(seen).toEqual(['QUEUED 1', 'SUCCEEDED 3']);
});
