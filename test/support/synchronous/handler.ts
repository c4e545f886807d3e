import { createCsvEncoder } from '../../../functions/generate-report/encode/csv-bytes.ts';
import {
  sample,
  type SampleParameters,
} from '../../../functions/generate-report/kinds/columnar/sample.ts';
import { createOut } from '../../../functions/generate-report/pipeline/out.ts';

const FACTS = { title: '', definition: '', asOf: '', timeZone: 'UTC', reportId: '' };
const LARGEST_ANSWER_BYTES = 5 * 1024 * 1024;

/** Makes the sample report and answers with it. */
export async function handler(event: { arguments: SampleParameters }): Promise<string> {
  const { columns, rowsExpected, batches } = sample(event.arguments);
  const encoder = createCsvEncoder({ dialect: 'RFC4180' })({ columns, rowsExpected, facts: FACTS });
  const out = createOut(LARGEST_ANSWER_BYTES);
  await encoder.begin(out);
  for await (const batch of batches({ fromRow: 0, signal: AbortSignal.timeout(840_000) })) {
    await encoder.write(batch, 0, out);
  }
  return out.buffer.toString('utf8', 0, out.offset);
}
