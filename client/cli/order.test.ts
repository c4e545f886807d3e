import { expect, test } from 'vitest';
import { RESULT } from '../client-bed.ts';
import { ReportRefusedError, ReportUnavailableError } from '../errors.ts';
import { aReport } from '../test-bed.ts';
import type { ReportOrder } from '../types.ts';
import { generate, printEstimate, watch } from './order.ts';
import { createSessionBed } from './session-bed.ts';

const follow = (order: ReportOrder) => ({ order, wait: true, save: true });
const ORDER = { definition: { sample: { amountOfRows: 60_000 } }, format: 'PDF' } as const;
const PROBLEM = 'PDF holds at most 50000 rows. Choose CSV.';
const FITS = {
  rows: 60_000,
  byteSize: 1_440_000,
  seconds: 41,
  fits: true,
  problem: null,
  basedOnReports: 0,
};
const LINE =
  'About 60,000 rows, 1.44 MB, ready in about 0:41 (judging by figures that came with the system)\n';

test('an order that does not fit its format is not sent, and told in the words of the server', async () => {
  const { api, session, written } = createSessionBed();
  api.answers.EstimateReport = () => ({
    estimateReport: { ...FITS, fits: false, problem: PROBLEM },
  });

  await expect(generate(session, follow(ORDER))).rejects.toMatchObject({
    name: 'CliError',
    message: PROBLEM,
  });

  expect(api.calls).toEqual(['EstimateReport']);
  expect(written).toEqual({ out: '', err: LINE });
});

test.each([
  ['fits', () => ({ estimateReport: FITS })],
  ['cannot be estimated now', () => new ReportUnavailableError('Not now.')],
])('an order that %s is sent, and nothing is said about its size', async (_, estimate) => {
  const { api, clock, session, written, setRow } = createSessionBed();
  api.answers.EstimateReport = estimate;
  api.answers.GenerateReport = () => ({ generateReport: aReport() });
  setRow(aReport({ status: 'CANCELLED', version: 2 }));
  const ended = generate(session, follow(ORDER)).catch((error: unknown) => (error as Error).name);
  await clock.advance(2_000);

  expect(await ended).toBe('ReportFailedError');
  expect(api.calls).toContain('GenerateReport');
  expect(written.err).toMatch(/^Report 01ARZ3NDEKTSV4RRFFQ69G5FAV is accepted.\n/);
});

test('an order that is wrong is refused by its estimate', async () => {
  const { api, session } = createSessionBed();
  api.answers.EstimateReport = () => new ReportRefusedError('No.', { errorType: 'BadRequest' });

  await expect(generate(session, follow(ORDER))).rejects.toMatchObject({
    name: 'ReportRefusedError',
  });
  expect(api.calls).toEqual(['EstimateReport']);
});

test('an estimate goes to standard output and orders nothing, whether it fits or not', async () => {
  const { api, session, written } = createSessionBed();
  api.answers.EstimateReport = () => ({ estimateReport: FITS });
  await printEstimate(session, ORDER);
  expect(written).toEqual({ out: LINE, err: '' });

  api.answers.EstimateReport = () => ({
    estimateReport: { ...FITS, fits: false, problem: PROBLEM },
  });
  await expect(printEstimate(session, ORDER)).rejects.toThrow(PROBLEM);

  expect(written.out).toBe(LINE + LINE);
  expect(api.calls).toEqual(['EstimateReport', 'EstimateReport']);
});

test('an estimate as JSON is the answer of the server', async () => {
  const { api, session, lines } = createSessionBed({ json: true });
  api.answers.EstimateReport = () => ({ estimateReport: FITS });

  await printEstimate(session, ORDER);

  expect(lines()).toEqual([{ type: 'estimate', ...FITS }]);
});

test('an order that is not waited for ends with the id on standard output', async () => {
  const { api, clock, session, written, reportId } = createSessionBed();
  api.answers.EstimateReport = () => ({ estimateReport: FITS });
  api.answers.GenerateReport = () => ({ generateReport: aReport() });

  const ended = generate(session, { order: ORDER, wait: false, save: false });
  await clock.advance(2_000);
  await ended;

  expect(written.out).toBe(`${reportId}\n`);
  expect(written.err).toContain(`Follow it with: npm run report -- watch ${reportId}\n`);
});

test('a report that is only followed is told with how to get its file', async () => {
  const { session, written, reportId, setRow } = createSessionBed();
  setRow(aReport({ status: 'SUCCEEDED', version: 3, result: { ...RESULT, rowCount: 5_000 } }));

  await watch(session, reportId);

  expect(written.out).toBe(`Report ${reportId} is ready: 5,000 rows, 10 bytes.\n`);
  expect(written.err).toContain(
    `Get it with: npm run report -- download ${reportId} --output <file>\n`,
  );
});
