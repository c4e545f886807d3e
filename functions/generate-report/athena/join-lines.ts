import type { Attempt } from '../announcer.ts';
import { createCsvEncoder } from '../encode/csv-bytes.ts';
import type { SqlKind } from '../kinds/sql/sql-kind.ts';
import { createOut } from '../pipeline/out.ts';
import { objectStem } from '../../lib/report-files.ts';
import { columnsOf, noRows, type FileOutcome, type WriteFileOptions } from '../write-file.ts';
import { countLines, sampleLines } from './count-lines.ts';
import type { QueryExecution } from './execution.ts';
import type { AthenaAdapters } from './ports.ts';
import type { QueryFile } from './query-files.ts';

const HEAD_BYTES = 64 * 1024;
/** Statistics come a moment after the query's end, or never. */
const ASKS = 5;
const BETWEEN_ASKS_MS = 1_000;
/** Of what is read to see whether the statistics speak of rows. */
const SAMPLE_BYTES = 8 * 1024 ** 2;
/** Rows are not all of the same length: a number of files, or of one, is out by far more. */
const ABOUT = 2;

const NOT_ORDERED = {
  code: 'NOT_ORDERED',
  message: 'The rows are in no order: of so many, they were written by many machines at once.',
  count: 1,
} as const;

export interface JoinLinesOptions {
  readonly query: QueryExecution;
  readonly attempt: Attempt;
  readonly kind: SqlKind;
  readonly options: WriteFileOptions;
  readonly athena: AthenaAdapters;
}

/** One CSV file of the lines a query has written, copied inside storage: what it costs does not grow with the file. */
export async function joinLines(join: JoinLinesOptions): Promise<FileOutcome> {
  const { query, attempt, kind, options, athena } = join;
  const { signal } = options;
  const head = headOf(kind, options);
  const { contentType, extension } = head;
  const parts = await athena.files.list(query, attempt, signal);
  const rowCount = await countRows(join, parts);
  const { byteSize, crc64nvme } = await athena.join({
    key: `reports/${objectStem(attempt)}.${extension}`,
    contentType,
    head: head.bytes,
    parts,
    signal,
    onProgress: (bytesWritten) =>
      options.onProgress({ rowsWritten: 0, rowsExpected: rowCount, bytesWritten }),
  });
  return {
    kind: 'finished',
    extension,
    result: {
      rowCount,
      byteSize,
      sha256: null,
      crc64nvme,
      contentType,
      columns: columnsOf(kind),
      warnings: [...(rowCount > 1 ? [NOT_ORDERED] : []), ...noRows(rowCount)],
    },
  };
}

/** The encoder's own header, so that it is the same in every CSV file. */
function headOf({ columns }: SqlKind, { order }: WriteFileOptions) {
  const encoder = createCsvEncoder(order.csv)({ columns, facts: order.facts, rowsExpected: null });
  const out = createOut(HEAD_BYTES);
  void encoder.begin(out); // writes at once
  const { contentType, extension } = encoder;
  return { contentType, extension, bytes: out.buffer.subarray(0, out.offset) };
}

/**
 * What the query's statistics say, when that can be; what is counted in its files otherwise. Statistics are believed
 * within what a sample of the files gives, as they may speak of other rows than those written.
 */
// assumed: OutputRows of an UNLOAD is what it has written; documented is "the number of rows returned by the query" only
async function countRows(
  { query, options, athena }: JoinLinesOptions,
  parts: readonly QueryFile[],
): Promise<number> {
  const { signal } = options;
  const [first] = parts;
  if (!first) return 0;
  const bytes = parts.reduce((sum, { size }) => sum + size, 0);
  const sample = await sampleLines(await athena.files.read(first, signal), SAMPLE_BYTES);
  if (sample.bytes === bytes) return sample.rows;
  const likely = (sample.rows * bytes) / sample.bytes;
  const told = await askRows(query, athena);
  if (told !== undefined && told > likely / ABOUT && told < likely * ABOUT) return told;
  let rows = 0;
  for (const part of parts) rows += await countLines(await athena.files.read(part, signal));
  return rows;
}

async function askRows(
  { id }: QueryExecution,
  { queries, sleep }: AthenaAdapters,
): Promise<number | undefined> {
  for (let ask = 1; ask <= ASKS; ask++) {
    const told = await queries.rowsWritten(id).catch(() => undefined);
    if (told !== undefined) return told;
    if (ask < ASKS) await sleep(BETWEEN_ASKS_MS);
  }
  return undefined;
}
