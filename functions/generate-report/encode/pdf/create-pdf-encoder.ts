import { setImmediate as yieldToEvents } from 'node:timers/promises';
import { ReportError } from '../../errors.ts';
import type { Batch } from '../../pipeline/batch.ts';
import type {
  CreateEncoder,
  Encoder,
  EncoderOptions,
  Out,
  Warning,
} from '../../pipeline/encoder.ts';
import { createTimeZone } from '../../pipeline/time-zone.ts';
import { createCellText } from './cell-text.ts';
import { openDocument, type PdfDocument } from './document.ts';
import { readFonts, type FontBytes } from './fonts.ts';
import { MAX_COLUMNS, MAX_ROWS, MAX_TAGGED_CELLS, SAMPLE_ROWS } from './limits.ts';
import { createTablePages, labelOf, type TablePages } from './table-pages.ts';
import { createTotals } from './totals.ts';
import { createTypeface, type Typeface } from './typeface.ts';

export interface PdfOptions {
  /** Reads the fonts to embed; those of this project's packages when absent. */
  readonly readFonts?: () => Promise<FontBytes>;
  readonly maxRows?: number;
}

/** Rows drawn, in some 30 ms, before timers and sockets get their turn. */
const YIELD_ROWS = 200;
/** Bytes copied at once, so that a part's room is asked for in small pieces. */
const PIECE_BYTES = 65_536;
/** Fewer rows than this are on no full page: it errs towards more pages. */
const ROWS_ON_A_PAGE = 30;

/**
 * Tables on A4 for reading and printing, with embedded fonts. Not continued in another process, hence bounded:
 * `TOO_LARGE_FOR_FORMAT` before the run when the number of rows is known, otherwise at the first row too many.
 */
export function createPdfEncoder(pdfOptions: PdfOptions = {}): CreateEncoder {
  const maxRows = pdfOptions.maxRows ?? MAX_ROWS;
  return (options) => {
    const { columns, rowsExpected } = options;
    if (rowsExpected !== null && rowsExpected > maxRows) throw tooManyRows(maxRows, rowsExpected);
    if (columns.length > MAX_COLUMNS) {
      const columnCount = `This report has ${columns.length} columns; a PDF page has room for ${MAX_COLUMNS}.`;
      throw new ReportError('TOO_LARGE_FOR_FORMAT', `${columnCount} Choose XLSX or CSV instead.`);
    }
    return createEncoder(options, pdfOptions.readFonts ?? readFonts, maxRows);
  };
}

interface Opened {
  readonly doc: PdfDocument;
  readonly text: Typeface;
  readonly bold: Typeface;
}

function createEncoder(
  { columns, facts, rowsExpected }: EncoderOptions,
  fonts: () => Promise<FontBytes>,
  maxRows: number,
): Encoder {
  const zone = createTimeZone(facts.timeZone);
  const cellTexts = columns.map((column) => createCellText(column, zone));
  const totals = createTotals(columns);
  const isTagged = rowsExpected !== null && rowsExpected * columns.length <= MAX_TAGGED_CELLS;
  let opened: Opened | undefined;
  let pages: TablePages | undefined;
  let sample: string[][] = [];
  let rowCount = 0;

  return {
    contentType: 'application/pdf',
    extension: 'pdf',
    async begin() {
      const [doc, bytes] = await Promise.all([openDocument(facts, isTagged), fonts()]);
      const text = createTypeface(doc, 'text', bytes.text);
      opened = { doc, text, bold: createTypeface(doc, 'bold', bytes.bold) };
    },
    async write(batch, fromRow, out) {
      for (let row = fromRow; row < batch.length; row++) {
        writeRow(batch, row);
        drain(out);
        if (out.isFull) return row + 1;
        if (rowCount % YIELD_ROWS === 0) await yieldToEvents();
      }
      return batch.length;
    },
    end(out) {
      const { doc } = ready();
      const table = pages ?? startPages();
      table.end(totals.isEmpty ? null : totals.texts(), rowCount.toLocaleString('en-US'));
      doc.end();
      drain(out);
    },
    warnings,
  };

  function writeRow(batch: Batch, row: number): void {
    if (rowCount === maxRows) throw tooManyRows(maxRows, null);
    const cells = cellTexts.map((cellText, index) => {
      const vector = batch.vectors[index];
      return vector ? cellText(vector, row) : '';
    });
    totals.add(batch.vectors, row);
    rowCount++;
    if (pages) return pages.row(cells);
    sample.push(cells);
    if (sample.length === SAMPLE_ROWS) pages = startPages();
  }

  /** Lays the table out by the rows seen so far and draws them. */
  function startPages(): TablePages {
    const likelyRows = rowsExpected ?? maxRows;
    const table = createTablePages({
      ...ready(),
      facts,
      zone,
      isTagged,
      sample: {
        columns,
        labels: columns.map(labelOf),
        rows: sample,
        likelyTotals: likelyTotals(likelyRows),
      },
      pageDigits: String(Math.ceil((likelyRows + 1) / ROWS_ON_A_PAGE)).length,
    });
    for (const cells of sample) table.row(cells);
    sample = [];
    pages = table;
    return table;
  }

  /** A total has about as many digits more than the sample's as there are rows more. */
  function likelyTotals(likelyRows: number): string[] {
    if (totals.isEmpty) return [];
    const growth = Math.max(1, likelyRows / Math.max(1, rowCount));
    const digits = '0'.repeat(Math.ceil(Math.log10(growth)));
    return totals.texts().map((text) => (/\d/.test(text) ? digits + text : text));
  }

  function drain(out: Out): void {
    const { doc } = ready();
    for (;;) {
      const chunk = doc.read() as Buffer | null;
      if (chunk === null) return;
      for (let from = 0; from < chunk.length; from += PIECE_BYTES) {
        const piece = chunk.subarray(from, from + PIECE_BYTES);
        out.ensure(piece.length);
        out.offset += piece.copy(out.buffer, out.offset);
      }
    }
  }

  function ready(): Opened {
    if (!opened) throw new Error('begin() comes first');
    return opened;
  }

  function warnings(): Warning[] {
    const cut = pages?.cutCells() ?? 0;
    const missing = pages?.missingCharacters() ?? 0;
    return [
      {
        code: 'TEXT_CUT',
        message: 'Cells too long for the page end in "…"; CSV, JSONL and XLSX hold the whole text.',
        count: cut,
      },
      {
        code: 'GLYPHS_MISSING',
        message:
          'Characters the PDF has no font for are shown as "\uFFFD"; CSV, JSONL and XLSX hold them.',
        count: missing,
      },
    ].filter(({ count }) => count > 0);
  }
}

function tooManyRows(maxRows: number, rows: number | null): ReportError {
  const holds = `A PDF holds at most ${maxRows.toLocaleString('en-US')} rows`;
  const has =
    rows === null ? 'this report has more' : `this report has ${rows.toLocaleString('en-US')}`;
  return new ReportError(
    'TOO_LARGE_FOR_FORMAT',
    `${holds} and ${has}. Choose CSV or XLSX instead, or narrow the report.`,
  );
}
