import { ReportError } from '../../errors.ts';
import type { Batch } from '../../pipeline/batch.ts';
import type { CreateEncoder, Encoder, EncoderOptions, Out } from '../../pipeline/encoder.ts';
import { aboutSheet } from './about-sheet.ts';
import { createRowWriter } from './cells.ts';
import { sheetHead, sheetTail } from './data-sheet.ts';
import { MAX_COLUMNS, MAX_ROWS } from './limits.ts';
import { noCounts, toWarnings, type Counts } from './notices.ts';
import { aboutName, toSheetName } from './sheet-name.ts';
import { BLOCK_BYTES, createSheetStream, type SheetStreamState } from './sheet-stream.ts';
import { createStyles } from './styles.ts';
import { headerWidths, SAMPLE_ROWS, widenTo } from './widths.ts';
import { ABOUT_SHEET_PATH, DATA_SHEET_PATH, fixedFiles, workbookXml } from './workbook.ts';
import { writeXml } from './xml-area.ts';
import { createZipWriter, type ZipEntry, type ZipState } from './zip.ts';

const STATE_VERSION = 1;
/** From a quarter of 4 GiB on, a sheet is announced as one that may exceed it. */
const LARGE_BYTES = 1024 ** 3;

export interface XlsxSettings {
  /** Bytes of XML compressed at once; the digest of the data depends on it. */
  readonly blockBytes?: number;
}

/** What an XLSX encoder knows between two parts: some hundred bytes of JSON. */
interface XlsxState {
  readonly version: number;
  readonly rowCount: number;
  readonly counts: Counts;
  /** While the first rows still decide the widths. */
  readonly widths: readonly number[] | null;
  readonly zip: ZipState;
  readonly sheet: SheetStreamState;
}

/**
 * XLSX workbooks, one pass and flat memory: the rows on the first sheet as typed cells under a frozen header with a
 * filter, and a sheet about the report. The bytes depend on the rows and the facts alone, not on batches, parts,
 * checkpoints or the clock.
 */
export function createXlsxEncoder({ blockBytes = BLOCK_BYTES }: XlsxSettings = {}): CreateEncoder {
  return (options) => {
    refuse(options.columns.length, options.rowsExpected ?? 0);
    return xlsxEncoder(options, blockBytes);
  };
}

function xlsxEncoder(options: EncoderOptions, blockBytes: number): Encoder {
  const { columns, facts, rowsExpected } = options;
  const styles = createStyles(columns);
  const counts = noCounts();
  const zip = createZipWriter();
  const sheet = createSheetStream(zip, blockBytes);
  const rows = createRowWriter({ columns, timeZone: facts.timeZone, styles, counts });
  let widths: number[] | null = headerWidths(columns);
  let rowCount = 0;
  let dataEntry: ZipEntry | undefined;

  return {
    contentType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    extension: 'xlsx',
    begin,
    write,
    end,
    warnings: () => toWarnings(counts),
    save,
    restore,
  };

  function begin(out: Out): void {
    for (const [path, content] of fixedFiles(facts, styles.xml)) zip.addFile(out, path, content);
  }

  async function write(batch: Batch, fromRow: number, out: Out): Promise<number> {
    rows.open(batch);
    for (let row = fromRow; row < batch.length; row++) {
      if (rowCount >= MAX_ROWS) refuse(columns.length, rowCount + 1);
      if (widths) widenTo(widths, columns, batch, row);
      rows.write(sheet.area, row, rowCount + 2);
      rowCount++;
      if (widths && rowCount >= SAMPLE_ROWS) openSheet(out);
      if (sheet.area.offset < blockBytes) continue;
      if (widths) openSheet(out);
      await sheet.submit(out);
      if (!out.isFull) continue;
      await sheet.drain(out);
      return row + 1;
    }
    return batch.length;
  }

  async function end(out: Out): Promise<void> {
    if (widths) openSheet(out);
    writeXml(sheet.area, sheetTail(columns.length, rowCount));
    if (!dataEntry) throw new Error('The data sheet was not opened.');
    await sheet.end(out, dataEntry);
    const dataName = toSheetName(facts.title);
    const digest = sheet.digest();
    const warnings = toWarnings(counts);
    const about = { facts, columns, rowCount, digest, blockBytes, warnings };
    zip.addFile(out, ABOUT_SHEET_PATH, aboutSheet(about));
    const names = { dataName, aboutName: aboutName(dataName) };
    const size = { columnCount: columns.length, rowCount };
    zip.addFile(out, 'xl/workbook.xml', workbookXml({ ...names, ...size }));
    zip.end(out);
  }

  /** Once the widths are known: the head goes before the rows written so far. */
  function openSheet(out: Out): void {
    const rowBytes = sheet.area.offset / Math.max(1, rowCount);
    const large = rowBytes * (rowsExpected ?? MAX_ROWS) > LARGE_BYTES;
    dataEntry = zip.openFile(out, DATA_SHEET_PATH, large);
    sheet.prepend(sheetHead(columns, widths ?? []));
    widths = null;
  }

  async function save(out: Out): Promise<XlsxState> {
    await sheet.drain(out);
    return {
      version: STATE_VERSION,
      rowCount,
      counts: { ...counts },
      widths: widths && [...widths],
      zip: zip.save(),
      sheet: sheet.save(),
    };
  }

  function restore(saved: unknown): void {
    const state = saved as XlsxState;
    if (state.version !== STATE_VERSION) {
      throw new Error(`An XLSX state of version ${state.version} cannot be continued.`);
    }
    rowCount = state.rowCount;
    Object.assign(counts, state.counts);
    widths = state.widths && [...state.widths];
    zip.restore(state.zip);
    dataEntry = zip.entry(DATA_SHEET_PATH);
    sheet.restore(state.sheet);
  }
}

function refuse(columnCount: number, rowCount: number): void {
  const number = (value: number): string => value.toLocaleString('en-US');
  if (columnCount > MAX_COLUMNS) {
    throw new ReportError(
      'TOO_LARGE_FOR_FORMAT',
      `The report has ${number(columnCount)} columns; an Excel sheet holds ${number(MAX_COLUMNS)}. Choose CSV or Parquet.`,
    );
  }
  if (rowCount > MAX_ROWS) {
    throw new ReportError(
      'TOO_LARGE_FOR_FORMAT',
      `The report has ${number(rowCount)} rows; an Excel sheet holds ${number(MAX_ROWS)} below its header. ` +
        'Choose CSV or Parquet, or a smaller range.',
    );
  }
}
