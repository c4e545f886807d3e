import { createHash } from 'node:crypto';
import { createCsvEncoder } from '../generate-report/encode/csv-bytes.ts';
import { sample, type SampleParameters } from '../generate-report/kinds/columnar/sample.ts';
import { createOut } from '../generate-report/pipeline/out.ts';

/** In memory and for one caller, so bounded. */
const MAX_ROWS = 10_000;
const MAX_DELAY_MS = 60_000;
const USUAL_BYTES = 1024 * 1024;
const FACTS = { title: '', definition: '', asOf: '', timeZone: 'UTC', reportId: '' };

/** The event of a direct Lambda resolver, as far as it is read here. */
export interface SynchronousRequest {
  readonly arguments: { readonly input: SampleParameters };
}

export interface SynchronousReport {
  readonly rowCount: number;
  readonly byteSize: number;
  readonly sha256: string;
}

/** Makes the sample report while the caller waits, with the generator's own rows and encoder. */
export async function handler(event: SynchronousRequest): Promise<SynchronousReport> {
  const { input } = event.arguments;
  requireWithin('amountOfRows', input.amountOfRows, MAX_ROWS);
  requireWithin('delayMs', input.delayMs, MAX_DELAY_MS);
  const { columns, rowsExpected, batches } = sample(input);
  const encoder = createCsvEncoder({ dialect: 'RFC4180' })({ columns, rowsExpected, facts: FACTS });
  const out = createOut(USUAL_BYTES);
  await encoder.begin(out);
  // AppSync tells nobody that it has stopped waiting: the work goes on to its end, for no one.
  for await (const batch of batches({ fromRow: 0, signal: new AbortController().signal })) {
    await encoder.write(batch, 0, out);
  }
  const file = out.buffer.subarray(0, out.offset);
  return {
    rowCount: input.amountOfRows,
    byteSize: file.length,
    sha256: createHash('sha256').update(file).digest('hex'),
  };
}

function requireWithin(name: string, value: number, most: number): void {
  if (value >= 0 && value <= most) return;
  const problem = new Error(`${name} must be from 0 to ${most.toLocaleString('en')}.`);
  problem.name = 'BadRequest'; // the error's type in the answer
  throw problem;
}
