import type { ReportProgressInput, ReportResultInput } from '../../schema/generated/types.ts';
import { csvEncoder } from './encode/csv.ts';
import { ReportError } from './errors.ts';
import { openRows } from './kinds/catalogue.ts';
import { createPartSink, type MultipartUpload } from './part-sink.ts';

export interface RenderOptions {
  readonly definition: Record<string, unknown>;
  readonly openUpload: (contentType: string) => Promise<MultipartUpload>;
  readonly onProgress: (progress: ReportProgressInput) => void;
  readonly signal: AbortSignal;
}

/**
 * Streams a report's rows into storage in flat memory. The file appears only after as many rows were
 * written as the source announced; on any failure the upload is aborted and nothing is left.
 */
export async function renderReport(
  options: RenderOptions,
): Promise<Omit<ReportResultInput, 'objectKey'>> {
  const { definition, onProgress, signal } = options;
  const source = openRows(definition);
  const encoder = csvEncoder;
  const upload = await options.openUpload(encoder.contentType);
  try {
    const sink = createPartSink(upload, signal);
    let rowCount = 0;
    const progress = () =>
      onProgress({
        phase: 'writing',
        rowsWritten: rowCount,
        rowsExpected: source.rowsExpected,
        bytesWritten: sink.bytesWritten(),
      });
    await sink.write(Buffer.from(encoder.head(source.columns)));
    progress();
    for await (const batch of source.batches(signal)) {
      await sink.write(Buffer.from(encoder.rows(batch)));
      rowCount += batch.length;
      progress();
    }
    signal.throwIfAborted();
    const written = await sink.finish();
    if (source.rowsExpected !== null && rowCount !== source.rowsExpected) {
      throw new ReportError(
        'ROW_COUNT_MISMATCH',
        `${rowCount} rows were written where ${source.rowsExpected} were expected.`,
      );
    }
    await written.complete();
    return {
      rowCount,
      byteSize: written.byteSize,
      sha256: written.sha256,
      contentType: encoder.contentType,
      columns: source.columns.map(({ name, type }) => ({ name, type })),
      warnings: [],
    };
  } catch (error) {
    await upload.abort().catch(() => undefined); // the bucket's lifecycle rule removes what is left
    throw error;
  }
}
