import { ReportAbortedError, ReportDownloadError } from './errors.ts';
import type { Abortable, ReportWithDownload } from './types.ts';

/** A finished report's file on its way. */
export interface ReportFile {
  /** The report as it was read for the link. */
  readonly report: ReportWithDownload;
  /** The name people know it by. */
  readonly filename: string;
  readonly byteSize: number;
  /**
   * What the bytes must hash to, in lower-case hexadecimal; null for a file that was joined in storage, whose checksum
   * is `report.result.crc64nvme`. The stream does not check it.
   */
  readonly sha256: string | null;
  /** The bytes; errors with `ReportDownloadError` when there are more or fewer than `byteSize`. */
  readonly stream: ReadableStream<Uint8Array>;
}

/** Opens the file behind a fresh link. Rejects with `ReportDownloadError`, or `ReportAbortedError` by `signal`. */
export async function openFile(
  report: ReportWithDownload,
  { signal }: Abortable = {},
): Promise<ReportFile> {
  const { download, result } = report;
  const response = await fetch(download.url, signal ? { signal } : {}).catch((cause: unknown) => {
    if (signal?.aborted) throw new ReportAbortedError(signal);
    throw new ReportDownloadError('The file store could not be reached.', { cause });
  });
  if (!response.ok || !response.body) {
    await response.body?.cancel();
    throw new ReportDownloadError(`The file store answered HTTP ${response.status}.`, {
      httpStatus: response.status,
    });
  }
  const { byteSize, sha256 } = result;
  const stream = response.body.pipeThrough(countBytes(byteSize));
  return { report, filename: download.filename, byteSize, sha256, stream };
}

/** Lets bytes through, and errors at the end when they are not exactly `byteSize`. */
export function countBytes(byteSize: number): TransformStream<Uint8Array, Uint8Array> {
  let passed = 0;
  return new TransformStream({
    transform(chunk, controller) {
      passed += chunk.byteLength;
      if (passed > byteSize) throw wrongSize(passed, byteSize);
      controller.enqueue(chunk);
    },
    flush() {
      if (passed !== byteSize) throw wrongSize(passed, byteSize);
    },
  });
}

function wrongSize(passed: number, byteSize: number): ReportDownloadError {
  const found = passed > byteSize ? 'more' : String(passed);
  return new ReportDownloadError(`The file should have ${byteSize} bytes and has ${found}.`);
}
