import { csvEncoder } from '../../../functions/generate-report/encode/csv.ts';
import { sample, type SampleParameters } from '../../../functions/generate-report/kinds/sample.ts';

/** Makes the sample report and answers with it. */
export async function handler(event: { arguments: SampleParameters }): Promise<string> {
  const source = sample(event.arguments);
  let text = csvEncoder.head(source.columns);
  for await (const batch of source.batches(AbortSignal.timeout(840_000))) {
    text += csvEncoder.rows(batch);
  }
  return text;
}
