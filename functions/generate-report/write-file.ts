import type { ReportPreviewInput, ReportResultInput } from '../../schema/generated/types.ts';
import { openContent, type Content, type ContentOptions } from './content.ts';
import type { Deadline } from './deadline.ts';
import { ReportError } from './errors.ts';
import type { Warning } from './pipeline/encoder.ts';
import { runPipeline, type PipelineProgress, type PipelineState } from './pipeline/run.ts';
import type { MultipartUpload } from './upload/multipart-upload.ts';
import { choosePartBytes } from './upload/part-size.ts';
import { createPartSink } from './upload/part-sink.ts';
import { writeBytes } from './write-bytes.ts';

const PARTS_IN_FLIGHT = 3;
/** A minute's work, at the pace of bench/engine. */
const MOST_ROWS_AT_ONCE = 50_000_000;
/** For choosing the size of parts only: ample for most rows. */
const ASSUMED_BYTES_PER_ROW = 200;

export interface WriteFileOptions extends ContentOptions {
  /** Begins an upload, or goes on with one. The key ends with the file's extension. */
  readonly beginUpload: (extension: string, contentType: string) => Promise<MultipartUpload>;
  readonly continueUpload: (extension: string, uploadId: string) => MultipartUpload;
  readonly deadline: Deadline;
  readonly resume?: PipelineState;
  readonly onProgress: (progress: PipelineProgress) => void;
  readonly onPreview: (preview: ReportPreviewInput) => void;
}

/** The file is there, or is to be gone on with in a further invocation. */
export type FileOutcome =
  | {
      readonly kind: 'finished';
      readonly extension: string;
      /** All but what made the rows, which whoever chose it knows. */
      readonly result: Omit<ReportResultInput, 'objectKey' | 'engine' | 'bytesScanned'>;
    }
  | { readonly kind: 'checkpoint'; readonly state: PipelineState };

/** Writes a report's file into storage in flat memory; on any failure nothing of it is left there. */
export async function writeFile(options: WriteFileOptions): Promise<FileOutcome> {
  await using content = await openContent(options);
  // Awaited here, as the content is closed when this function is left.
  return content.kind === 'rows'
    ? await writeRows(content, options)
    : await writeWhole(content, options);
}

async function writeRows(
  content: Extract<Content, { kind: 'rows' }>,
  options: WriteFileOptions,
): Promise<FileOutcome> {
  const { order, deadline, signal, resume } = options;
  const { source, encoder } = content;
  const canContinue = encoder.save !== undefined && (options.continuable || !isModest(content));
  const upload = resume
    ? options.continueUpload(encoder.extension, resume.sink.uploadId)
    : await options.beginUpload(encoder.extension, encoder.contentType);
  const sink = await createPartSink({
    upload,
    partBytes: partBytesOf(content),
    inFlight: PARTS_IN_FLIGHT,
    signal,
    isContinuable: canContinue,
    ...(resume ? { resume: resume.sink } : {}),
  }).catch(async (error: unknown) => {
    await upload.abort().catch(() => undefined); // the bucket's lifecycle rule removes what is left
    throw error;
  });
  const columns = source.columns.map(({ name }) => name);
  const outcome = await runPipeline({
    source,
    encoder,
    sink,
    signal,
    onProgress: options.onProgress,
    preview: {
      timeZone: order.facts.timeZone,
      onRows: (rows) => options.onPreview({ columns, rows: rows.map((row) => [...row]) }),
    },
    ...(canContinue ? { checkpoint: deadline } : {}),
    ...(resume ? { resume } : {}),
  });
  if (outcome.kind === 'checkpoint') return outcome;
  const { rowCount, byteSize, sha256, warnings } = outcome;
  return {
    kind: 'finished',
    extension: encoder.extension,
    result: {
      rowCount,
      byteSize,
      sha256,
      contentType: encoder.contentType,
      columns: columnsOf(content),
      warnings: [...warnings, ...noRows(rowCount)],
    },
  };
}

async function writeWhole(
  content: Extract<Content, { kind: 'bytes' }>,
  options: WriteFileOptions,
): Promise<FileOutcome> {
  const { order, signal } = options;
  const { source, gzip } = content;
  const extension = gzip ? `${source.extension}.gz` : source.extension;
  const contentType = gzip ? 'application/gzip' : source.contentType;
  const sink = await createPartSink({
    upload: await options.beginUpload(extension, contentType),
    partBytes: partBytesOf(content),
    inFlight: PARTS_IN_FLIGHT,
    signal,
    isContinuable: false,
  });
  const { csv } = order;
  const { onProgress, onPreview } = options;
  const written = await writeBytes({ content, sink, csv, signal, onProgress, onPreview });
  if (source.rowsWritten() !== source.rowsExpected) {
    throw new ReportError('ROW_COUNT_MISMATCH', 'The file does not hold as many rows as expected.');
  }
  return {
    kind: 'finished',
    extension,
    result: {
      rowCount: source.rowsExpected,
      ...written,
      contentType,
      columns: columnsOf(content),
      warnings: [...source.warnings(), ...noRows(source.rowsExpected)],
    },
  };
}

/**
 * Whether a file is likely to be written in one invocation. A hash whose state can be saved costs several times
 * as much as one whose cannot: it is used for large files, and for any that has run out of time once.
 */
function isModest({ rowsExpected }: Content): boolean {
  return rowsExpected !== null && rowsExpected <= MOST_ROWS_AT_ONCE;
}

/** An empty file is right, and may still not be what its reader thinks. */
export function noRows(rowCount: number): Warning[] {
  const message = 'Nothing matches what was asked for: the file has no rows.';
  return rowCount === 0 ? [{ code: 'NO_ROWS', message, count: 1 }] : [];
}

function partBytesOf({ rowsExpected }: Content): number {
  return choosePartBytes(rowsExpected === null ? null : rowsExpected * ASSUMED_BYTES_PER_ROW);
}

export function columnsOf({ columns }: Pick<Content, 'columns'>): { name: string; type: string }[] {
  return columns.map(({ name, type }) => ({ name, type }));
}
