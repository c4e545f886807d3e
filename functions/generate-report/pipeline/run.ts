import { setImmediate as yieldToEvents } from 'node:timers/promises';
import { ReportError } from '../errors.ts';
import type { PartSink, PartSinkState } from '../upload/part-sink.ts';
import type { Batch, RowSource } from './batch.ts';
import type { Encoder, Warning } from './encoder.ts';
import { type PreviewRow, previewRow } from './preview.ts';
import { createTimeZone } from './time-zone.ts';

/** Bytes written before timers and sockets get their turn. */
const YIELD_BYTES = 512 * 1024;
const PREVIEW_ROWS = 20;

/** How far a file is. */
export interface PipelineProgress {
  readonly rowsWritten: number;
  readonly rowsExpected: number | null;
  readonly bytesWritten: number;
}

/** What another process needs to go on; JSON. The sink is made anew from `sink`. */
export interface PipelineState {
  readonly rowsWritten: number;
  readonly encoder: unknown;
  readonly sink: PartSinkState;
}

export interface PipelineOptions {
  readonly source: RowSource;
  readonly encoder: Encoder;
  readonly sink: PartSink;
  readonly signal: AbortSignal;
  /** Called after every batch; the listener decides how often that matters. */
  readonly onProgress?: (progress: PipelineProgress) => void;
  /** The first rows, up to 20: called again when there are more of them, with all. Not when a file is continued. */
  readonly preview?: {
    readonly timeZone: string;
    readonly onRows: (rows: readonly PreviewRow[]) => void;
  };
  /** Asked at the end of each part. Absent: the file is written in one go. */
  readonly checkpoint?: { readonly shouldStop: () => boolean };
  /** Where an earlier process stopped; the sink must have been made from its `sink`. */
  readonly resume?: PipelineState;
}

/** A file that is complete and exists, or a state to go on from in another process. */
export type PipelineOutcome =
  | {
      readonly kind: 'finished';
      readonly rowCount: number;
      readonly byteSize: number;
      /** Lower-case hexadecimal. */
      readonly sha256: string;
      readonly warnings: readonly Warning[];
    }
  | { readonly kind: 'checkpoint'; readonly state: PipelineState };

/**
 * Writes all rows of a source into a file, in flat memory. The file appears only after as many rows were written as
 * the source announced, else `ROW_COUNT_MISMATCH`; on any failure the upload is aborted and nothing is left.
 */
export async function runPipeline(options: PipelineOptions): Promise<PipelineOutcome> {
  const { sink } = options;
  try {
    const stopped = await writeRows(options);
    if ('state' in stopped) return { kind: 'checkpoint', state: stopped.state };
    return await finish(options, stopped.rowsWritten);
  } catch (error) {
    await sink.abort().catch(() => undefined); // the bucket's lifecycle rule removes what is left
    throw error;
  }
}

async function writeRows(
  options: PipelineOptions,
): Promise<{ readonly rowsWritten: number } | { readonly state: PipelineState }> {
  const { source, encoder, sink, signal, checkpoint, resume } = options;
  const { out } = sink;
  const { rowsExpected } = source;
  let rowsWritten = resume?.rowsWritten ?? 0;
  let yieldedAt = sink.bytesWritten();
  const showPreview = resume ? undefined : createPreview(options);
  await begin(options);
  progress();
  for await (const batch of source.batches({ fromRow: rowsWritten, signal })) {
    showPreview?.(batch);
    let row = 0;
    while (row < batch.length) {
      const next = await encoder.write(batch, row, out);
      rowsWritten += next - row;
      row = next;
      if (!out.isFull) continue;
      const encoderState = await endPart(encoder, sink);
      if (encoderState !== undefined && checkpoint?.shouldStop()) {
        const state = { rowsWritten, encoder: encoderState.saved, sink: await sink.state() };
        return { state };
      }
    }
    progress();
    if (sink.bytesWritten() - yieldedAt >= YIELD_BYTES) {
      yieldedAt = sink.bytesWritten();
      await yieldToEvents();
    }
    signal.throwIfAborted();
  }
  return { rowsWritten };

  function progress(): void {
    options.onProgress?.({ rowsWritten, rowsExpected, bytesWritten: sink.bytesWritten() });
  }
}

async function begin({ encoder, sink, resume }: PipelineOptions): Promise<void> {
  if (!resume) return encoder.begin(sink.out);
  if (!encoder.restore) throw new Error(`A ${encoder.extension} file cannot be continued.`);
  encoder.restore(resume.encoder);
}

/**
 * Sends a full part. The encoder saves its state at each, wanted or not: saving may flush, and a file that is
 * continued must be the same as one that is not.
 */
async function endPart(encoder: Encoder, sink: PartSink): Promise<{ saved: unknown } | undefined> {
  const saved: unknown = await encoder.save?.(sink.out);
  await sink.swap();
  return encoder.save && { saved };
}

async function finish(
  { source: { rowsExpected }, encoder, sink, signal }: PipelineOptions,
  rowCount: number,
): Promise<PipelineOutcome> {
  signal.throwIfAborted();
  if (rowsExpected !== null && rowCount !== rowsExpected) {
    throw new ReportError(
      'ROW_COUNT_MISMATCH',
      `${rowCount} rows were written where ${rowsExpected} were expected.`,
    );
  }
  await encoder.end(sink.out);
  const written = await sink.finish();
  await sink.complete();
  return { kind: 'finished', rowCount, ...written, warnings: encoder.warnings() };
}

function createPreview({ source, preview }: PipelineOptions): ((batch: Batch) => void) | undefined {
  if (!preview) return undefined;
  const zone = createTimeZone(preview.timeZone);
  const rows: PreviewRow[] = [];
  return (batch) => {
    const count = Math.min(batch.length, PREVIEW_ROWS - rows.length);
    if (count <= 0) return;
    for (let row = 0; row < count; row++) {
      rows.push(previewRow(source.columns, batch, row, zone));
    }
    preview.onRows([...rows]);
  };
}
