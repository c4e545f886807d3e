import { afterAll, beforeAll, expect, test } from 'vitest';
import * as documents from '../../schema/generated/documents.ts';
import { RESULT, errorType, fieldOf, startRowsBed, type RowsBed } from '../support/rows-bed.ts';

/** What makes a report's rows: by what is expected of it, unless its order insists. */

const SHORT = { flightDetails: { fromDate: '2001-01-01', toDate: '2001-01-01' } };
const LONG = { flightDetails: { fromDate: '2001-01-01', toDate: '2001-06-30' } };
const SAMPLE = { sample: { amountOfRows: 10_000_000 } };

let bed: RowsBed;

beforeAll(async () => {
  bed = await startRowsBed({
    app: 'infra/app.ts',
    context: { athenaAboveSeconds: '2', maxActiveReports: '100' },
    assemblyDirectory: '.local/test/eager-for-athena',
  });
});

afterAll(async () => {
  await bed[Symbol.asyncDispose]();
});

const generate = (input: object) => bed.asOwner(documents.GenerateReportDocument, { input });
const estimate = (input: object) => bed.asOwner(documents.EstimateReportDocument, { input });
const engineOf = async (input: object) => fieldOf(await generate(input)).engine;

test('a query that is expected to take long is Athena’s, a short one DuckDB’s', async () => {
  expect(await engineOf({ definition: LONG })).toBe('ATHENA');
  expect(await engineOf({ definition: SHORT })).toBe('DUCKDB');
});

test('rows made by TypeScript are made by it however many they are', async () => {
  expect(await engineOf({ definition: SAMPLE })).toBe('NODE');
});

test('the estimate says what would be chosen, and what Athena would read', async () => {
  const long = fieldOf(await estimate({ definition: LONG }));
  expect(long).toMatchObject({ engine: 'ATHENA' });
  expect(long.bytesScanned).toSatisfy((bytes: number) => bytes > 13_000_000 && bytes < 14_000_000);
  expect(fieldOf(await estimate({ definition: SHORT }))).toMatchObject({
    engine: 'DUCKDB',
    bytesScanned: null,
  });
});

test('an order may insist, either way', async () => {
  expect(await engineOf({ definition: SHORT, engine: 'ATHENA' })).toBe('ATHENA');
  expect(await engineOf({ definition: LONG, engine: 'DUCKDB' })).toBe('DUCKDB');
});

test.each([
  [SAMPLE, 'ATHENA', 'input.engine: must be NODE for sample, not ATHENA'],
  [LONG, 'NODE', 'input.engine: must be DUCKDB or ATHENA for flightDetails, not NODE'],
])('an engine the kind has not is refused: %j by %s', async (definition, engine, message) => {
  for (const refused of [
    await generate({ definition, engine }),
    await estimate({ definition, engine }),
  ]) {
    expect(refused.body.errors?.[0]).toMatchObject({ errorType: 'BadRequest', message });
  }
});

test('an id stands for the engine that was insisted on, too', async () => {
  const reportId = crypto.randomUUID();
  await generate({ reportId, definition: SHORT, engine: 'ATHENA' });
  const again = await generate({ reportId, definition: SHORT, engine: 'ATHENA' });

  expect(fieldOf(again)).toMatchObject({ reportId, engine: 'ATHENA', version: 1 });
  expect(errorType(await generate({ reportId, definition: SHORT }))).toBe(
    'IdempotentParameterMismatch',
  );
});

test('what Athena has taken says nothing of what DuckDB takes', async () => {
  const reportId = await bed.order({ definition: SHORT, engine: 'ATHENA' });
  await bed.asRole(documents.ReportStartedDocument, { reportId });
  const result = { ...RESULT, engine: 'ATHENA', bytesScanned: 1 };
  await bed.asRole(documents.ReportReadyDocument, {
    reportId,
    attempt: 1,
    status: 'SUCCEEDED',
    result,
  });

  expect(fieldOf(await estimate({ definition: SHORT, engine: 'ATHENA' }))).toMatchObject({
    basedOnReports: 1,
  });
  expect(fieldOf(await estimate({ definition: SHORT }))).toMatchObject({ basedOnReports: 0 });
});
