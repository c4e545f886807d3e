import { hash } from 'node:crypto';
import { inflateRawSync } from 'node:zlib';
import ExcelJs from 'exceljs';
import type { Batch, Column, ColumnType, Vector } from '../../pipeline/batch.ts';
import type { DocumentFacts, Warning } from '../../pipeline/encoder.ts';
import { createOut } from '../../pipeline/out.ts';
import { createXlsxEncoder } from './xlsx-encoder.ts';

/** A value as a test writes it: `null`, text, or a number in the column's unit. */
export type Value = string | number | bigint | boolean | null;

export const facts: DocumentFacts = {
  title: 'Sales by day',
  definition: '{"sample":{"amountOfRows":3}}',
  asOf: '2026-02-03T04:05:06.789Z',
  timeZone: 'Europe/Brussels',
  reportId: '01JKE2',
};

export interface WriteOptions {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Value[])[];
  readonly facts?: Partial<DocumentFacts>;
  readonly rowsExpected?: number | null;
  readonly batchRows?: number;
  readonly partBytes?: number;
  readonly blockBytes?: number;
  /** Goes on in a new encoder, from JSON, after every part. */
  readonly hops?: boolean;
}

export interface Written {
  readonly file: Buffer;
  readonly warnings: readonly Warning[];
  /** The states handed over, as JSON. */
  readonly states: readonly string[];
}

/** Writes a workbook the way the pipeline does: part by part. */
export async function writeWorkbook(options: WriteOptions): Promise<Written> {
  const { columns, rows, batchRows = 100, partBytes = 1 << 20, blockBytes, hops = false } = options;
  const create = (): ReturnType<ReturnType<typeof createXlsxEncoder>> =>
    createXlsxEncoder({ blockBytes })({
      columns,
      facts: { ...facts, ...options.facts },
      rowsExpected: options.rowsExpected === undefined ? rows.length : options.rowsExpected,
    });
  const out = createOut(partBytes);
  const parts: Buffer[] = [];
  const states: string[] = [];
  let encoder = create();
  await encoder.begin(out);
  await endPart();
  for (let from = 0; from < rows.length; from += batchRows) {
    const batch = toBatch(columns, rows.slice(from, from + batchRows));
    for (let row = 0; row < batch.length;) {
      row = await encoder.write(batch, row, out);
      await endPart();
    }
  }
  await encoder.end(out);
  take();
  return { file: Buffer.concat(parts), warnings: encoder.warnings(), states };

  async function endPart(): Promise<void> {
    if (!out.isFull) return;
    const state = hops ? JSON.stringify(await encoder.save?.(out)) : undefined;
    take();
    if (state === undefined) return;
    states.push(state);
    encoder = create();
    encoder.restore?.(JSON.parse(state));
  }

  function take(): void {
    parts.push(Buffer.from(out.buffer.subarray(0, out.offset)));
    out.renew();
  }
}

/** A one-column workbook, re-read: the cells below the header. */
export async function throughExcelJs(
  type: ColumnType,
  values: readonly Value[],
  column: Partial<Column> = {},
): Promise<ExcelJs.Cell[]> {
  const columns = [{ name: 'Value', type, ...column }];
  const { file } = await writeWorkbook({ columns, rows: values.map((value) => [value]) });
  const sheet = (await readWorkbook(file)).worksheets[0];
  return values.map((_, row) => {
    const cell = sheet?.getCell(row + 2, 1);
    if (!cell) throw new Error('There is no data sheet.');
    return cell;
  });
}

/** Reads a workbook with exceljs. */
export async function readWorkbook(file: Buffer): Promise<ExcelJs.Workbook> {
  const workbook = new ExcelJs.Workbook();
  await workbook.xlsx.load(file as unknown as ExcelJs.Buffer);
  return workbook;
}

/** A file out of an archive, found by the directory alone. */
export function entryOf(archive: Buffer, path: string): Buffer {
  const directoryAt = archive.readUInt32LE(archive.length - 6);
  for (let at = directoryAt; archive.readUInt32LE(at) === 0x02014b50;) {
    const nameBytes = archive.readUInt16LE(at + 28);
    const name = archive.toString('utf8', at + 46, at + 46 + nameBytes);
    if (name === path) {
      const header = archive.readUInt32LE(at + 42);
      const from = header + 30 + archive.readUInt16LE(header + 26);
      return inflateRawSync(archive.subarray(from, from + archive.readUInt32LE(at + 20)));
    }
    at += 46 + nameBytes + archive.readUInt16LE(at + 30);
  }
  throw new Error(`There is no ${path}.`);
}

/** The digest as the About sheet describes it. */
export function chainedSha256(bytes: Buffer, blockBytes: number): string {
  let chain: Buffer = Buffer.alloc(32);
  for (let from = 0; from < bytes.length; from += blockBytes) {
    const block = hash('sha256', bytes.subarray(from, from + blockBytes), 'buffer');
    chain = hash('sha256', Buffer.concat([chain, block]), 'buffer');
  }
  return chain.toString('hex');
}

function toBatch(columns: readonly Column[], rows: readonly (readonly Value[])[]): Batch {
  const vectors = columns.map(({ type }, at) =>
    toVector(
      type,
      rows.map((row) => row[at] ?? null),
    ),
  );
  return { length: rows.length, vectors };
}

function toVector(type: ColumnType, values: readonly Value[]): Vector {
  if (type === 'STRING') return { values: values as readonly (string | null)[] };
  const nulls = Uint8Array.from(values, (value) => (value === null ? 1 : 0));
  if (values.some((value) => typeof value === 'bigint')) {
    const integers = values.map((value) => BigInt(value ?? 0));
    return { values: BigInt64Array.from(integers), nulls };
  }
  const Numbers = { DATE: Int32Array, BOOLEAN: Uint8Array }[type as string] ?? Float64Array;
  return { values: Numbers.from(values.map(Number)), nulls };
}
