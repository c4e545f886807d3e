import { createCsvEncoder } from '../../functions/generate-report/encode/csv-bytes.ts';
import { sample } from '../../functions/generate-report/kinds/columnar/sample.ts';
import { createOut } from '../../functions/generate-report/pipeline/out.ts';
import type { Row, Store } from './store.ts';
import type { Work } from './ways/way.ts';

const FACTS = { title: '', definition: '', asOf: '', timeZone: 'UTC', reportId: '' };
const LARGEST_FILE_BYTES = 1024 * 1024;
const TIME_LIMIT_MS = 120_000;

/** Makes the sample report's file with the product's own rows and encoder. */
export async function makeFile(work: Work): Promise<Buffer> {
  const { columns, rowsExpected, batches } = sample(work);
  const encoder = createCsvEncoder({ dialect: 'RFC4180' })({ columns, rowsExpected, facts: FACTS });
  const out = createOut(LARGEST_FILE_BYTES);
  await encoder.begin(out);
  for await (const batch of batches({ fromRow: 0, signal: AbortSignal.timeout(TIME_LIMIT_MS) })) {
    await encoder.write(batch, 0, out);
  }
  return Buffer.from(out.buffer.subarray(0, out.offset));
}

/** Takes an order and makes the report in the background; `announce` is told when its row says that it is finished. */
export async function startReport(
  store: Store,
  work: Work,
  announce: (row: Row) => void | Promise<void> = () => undefined,
): Promise<Row> {
  const row = await store.create();
  makeFile(work)
    .then((file) => store.finish(row.reportId, file))
    .then(announce)
    .catch((error: unknown) => console.error(`report ${row.reportId}: ${String(error)}`));
  return row;
}
