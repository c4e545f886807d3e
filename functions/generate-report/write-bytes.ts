import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { ReportPreviewInput } from '../../schema/generated/types.ts';
import type { Content } from './content.ts';
import type { CsvOptions } from './encode/csv-bytes.ts';
import type { PipelineProgress } from './pipeline/run.ts';
import { previewOfText } from './preview.ts';
import type { PartSink, WrittenObject } from './upload/part-sink.ts';

/** Enough for the first twenty rows of most reports. */
const PREVIEW_BYTES = 16 * 1024;

export interface WriteBytesOptions {
  readonly content: Extract<Content, { kind: 'bytes' }>;
  readonly sink: PartSink;
  readonly csv: CsvOptions;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: PipelineProgress) => void;
  readonly onPreview: (preview: ReportPreviewInput) => void;
}

/** Uploads a file as DuckDB writes it. It appears only when all rows expected are in it; a failure leaves nothing. */
export async function writeBytes(options: WriteBytesOptions): Promise<WrittenObject> {
  const { content, sink, signal, onProgress } = options;
  const { source } = content;
  const upload = async (bytes: AsyncIterable<Buffer>): Promise<void> => {
    for await (const chunk of bytes) {
      await put(sink, chunk);
      onProgress({
        rowsWritten: source.rowsWritten(),
        rowsExpected: source.rowsExpected,
        bytesWritten: sink.bytesWritten(),
      });
    }
  };
  try {
    const plain = withPreview(options);
    if (content.gzip) await pipeline(plain, copies, createGzip(), upload);
    else await upload(plain);
    signal.throwIfAborted();
    const written = await sink.finish();
    await sink.complete();
    return written;
  } catch (error) {
    await sink.abort().catch(() => undefined); // the bucket's lifecycle rule removes what is left
    throw error;
  }
}

/** For a stream, which asks for the next chunk before it has done with one. */
async function* copies(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) yield Buffer.from(chunk);
}

async function* withPreview({
  content: { source },
  csv,
  signal,
  onPreview,
}: WriteBytesOptions): AsyncGenerator<Buffer> {
  const head: Buffer[] = [];
  let headBytes = 0;
  for await (const chunk of source.bytes(signal)) {
    if (headBytes < PREVIEW_BYTES) {
      head.push(Buffer.from(chunk.subarray(0, PREVIEW_BYTES)));
      headBytes += chunk.length;
      const start = Buffer.concat(head);
      const preview = previewOfText(start, source.extension, csv.delimiter ?? ',');
      if (preview) onPreview(preview);
    }
    yield chunk;
  }
}

async function put(sink: PartSink, chunk: Buffer): Promise<void> {
  sink.out.ensure(chunk.length);
  sink.out.offset += chunk.copy(sink.out.buffer, sink.out.offset);
  if (sink.out.isFull) await sink.swap();
}
