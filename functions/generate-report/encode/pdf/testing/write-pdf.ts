import type { Batch, Column, Vector } from '../../../pipeline/batch.ts';
import type { DocumentFacts, Warning } from '../../../pipeline/encoder.ts';
import { createOut } from '../../../pipeline/out.ts';
import { createPdfEncoder, type PdfOptions } from '../create-pdf-encoder.ts';

export const FACTS: DocumentFacts = {
  title: 'Flights & delays',
  definition: 'Flights from 2001-01-01 to 2001-03-31',
  asOf: '2026-11-21T01:00:00Z',
  timeZone: 'Europe/Berlin',
  reportId: '01KAJ3QWERTYUIOPASDFGHJKLZ',
};

export interface WriteOptions {
  readonly columns: readonly Column[];
  readonly batches: readonly Batch[];
  readonly facts?: Partial<DocumentFacts>;
  /** Null: not known; the number of rows in the batches when absent. */
  readonly rowsExpected?: number | null;
  readonly pdf?: PdfOptions;
  readonly partBytes?: number;
}

/** Writes a PDF the way the pipeline does, part by part. */
export async function writePdf(
  options: WriteOptions,
): Promise<{ bytes: Buffer; warnings: readonly Warning[]; parts: number }> {
  const { columns, batches, rowsExpected } = options;
  const rows = batches.reduce((sum, { length }) => sum + length, 0);
  const encoder = createPdfEncoder(options.pdf)({
    columns,
    facts: { ...FACTS, ...options.facts },
    rowsExpected: rowsExpected === undefined ? rows : rowsExpected,
  });
  const parts: Buffer[] = [];
  const out = createOut(options.partBytes ?? 1 << 20);
  await encoder.begin(out);
  for (const batch of batches) {
    for (let row = 0; row < batch.length;) {
      row = await encoder.write(batch, row, out);
      if (out.isFull) takePart();
    }
  }
  await encoder.end(out);
  takePart();
  return { bytes: Buffer.concat(parts), warnings: encoder.warnings(), parts: parts.length };

  function takePart(): void {
    parts.push(Buffer.from(out.buffer.subarray(0, out.offset)));
    out.renew();
  }
}

/** A batch of the given vectors. */
export function batchOf(length: number, ...vectors: Vector[]): Batch {
  return { length, vectors };
}
