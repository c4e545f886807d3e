import type { Column } from '../../pipeline/batch.ts';
import type { DocumentFacts } from '../../pipeline/encoder.ts';
import type { TimeZone } from '../../pipeline/time-zone.ts';
import { measureSample, planColumns, type TableSample } from './column-plan.ts';
import { CONTENT_WIDTH, PAGE, type PdfDocument } from './document.ts';
import { drawFooter, footerStyle } from './footer.ts';
import {
  ACCENT,
  createLateText,
  createPen,
  HAIRLINE,
  HEADER_FILL,
  INK,
  MUTED,
  STRIPE_FILL,
} from './pen.ts';
import { createRowLayout, type LaidOutRow, type RowLayout } from './row-layout.ts';
import { createTags } from './tags.ts';
import { drawTitleBlock } from './title-block.ts';
import type { Typeface } from './typeface.ts';

/** The lowest a page's rows may reach. */
const PAGE_END = PAGE.height - PAGE.bottom;

export interface TablePagesOptions {
  readonly doc: PdfDocument;
  readonly facts: DocumentFacts;
  readonly zone: TimeZone;
  readonly text: Typeface;
  readonly bold: Typeface;
  readonly isTagged: boolean;
  readonly sample: TableSample;
  /** Digits the number of pages will probably have. */
  readonly pageDigits: number;
}

export interface TablePages {
  row(cells: readonly string[]): void;
  /** Writes the totals, the number of rows and of pages; the document is complete afterwards, but not ended. */
  end(totals: readonly string[] | null, rowCount: string): void;
  /** Cells of which the end was left out. */
  cutCells(): number;
  /** Characters no font has, in the cells, the header and the title: once each, however often a page repeats them. */
  missingCharacters(): number;
}

/** What a column is called in a table for people. */
export function labelOf({ name, label }: Column): string {
  return label ?? name;
}

/** Draws a table over as many pages as it takes, the first under a title block, each with the header and a footer. */
export function createTablePages(options: TablePagesOptions): TablePages {
  const { doc, facts, zone, text, bold, sample } = options;
  const pen = createPen(doc);
  const tags = createTags(doc, pen, options.isTagged);
  const plan = planColumns(measureSample(sample, text, bold), PAGE.left, CONTENT_WIDTH);
  const style = { typeface: text, size: plan.size, color: INK };
  const plainRows = createRowLayout(plan, style);
  const boldRows = createRowLayout(plan, { ...style, typeface: bold });
  const pageCount = createLateText(doc, 'PageCount', footerStyle(text));
  const rowCountText = createLateText(doc, 'RowCount', { ...style, size: 9 });
  const header = boldRows.header(sample.labels);
  let pages = 0;
  let rows = 0;
  let y = 0;
  let missing = 0;
  startPage();
  return { row, end, cutCells: plainRows.cutCells, missingCharacters: () => missing };

  function row(cells: readonly string[]): void {
    const laidOut = plainRows.row(cells);
    makeRoom(laidOut.height);
    if (rows % 2 === 1) {
      tags.artifact(() => pen.fill(PAGE.left, y, plan.width, laidOut.height, STRIPE_FILL));
    }
    countMissing(() => drawRow(plainRows, laidOut, 'TD'));
    rows++;
  }

  function end(totals: readonly string[] | null, rowCount: string): void {
    if (rows === 0) drawNoRows();
    else if (totals) drawTotals(totals);
    tags.artifact(() => pen.rule(PAGE.left, y, plan.width, 0.6, HAIRLINE));
    pen.flush();
    tags.end();
    rowCountText.set(rowCount);
    pageCount.set(String(pages));
  }

  function makeRoom(height: number): void {
    if (y + height > PAGE_END) startPage();
  }

  function startPage(): void {
    pen.flush();
    doc.addPage();
    pages++;
    const { title } = facts;
    const footer = { title, page: pages, pageCount, pageDigits: options.pageDigits };
    tags.artifact(() => drawFooter(pen, footerStyle(text), footer));
    if (pages === 1) {
      countMissing(drawTop);
    } else {
      y = PAGE.top;
      // Screen readers have the header from the first page.
      tags.artifact(() => {
        drawHeaderBand();
        drawRow(boldRows, header, null);
      });
    }
  }

  function drawTop(): void {
    y = drawTitleBlock(pen, tags, { facts, zone, rowCount: rowCountText, text, bold });
    tags.artifact(drawHeaderBand);
    drawRow(boldRows, header, 'TH');
  }

  function countMissing(draw: () => void): void {
    const before = text.missing() + bold.missing();
    draw();
    missing += text.missing() + bold.missing() - before;
  }

  function drawHeaderBand(): void {
    pen.fill(PAGE.left, y, plan.width, header.height, HEADER_FILL);
    pen.rule(PAGE.left, y + header.height, plan.width, 0.9, ACCENT);
  }

  function drawTotals(totals: readonly string[]): void {
    const laidOut = boldRows.row(totals);
    makeRoom(laidOut.height);
    tags.artifact(() => {
      pen.fill(PAGE.left, y, plan.width, laidOut.height, HEADER_FILL);
      pen.rule(PAGE.left, y, plan.width, 0.9, ACCENT);
    });
    drawRow(boldRows, laidOut, 'TD');
  }

  function drawNoRows(): void {
    const note = { ...style, color: MUTED };
    tags.block('P', () => pen.text('There are no rows.', PAGE.left + plan.padding, y + 14, note));
    y += 22;
  }

  function drawRow(layout: RowLayout, { cells, height }: LaidOutRow, tag: 'TH' | 'TD' | null) {
    if (tag) tags.row();
    plan.columns.forEach((column, index) => {
      const draw = (): void => layout.drawCell(pen, cells[index] ?? [], column, y);
      if (tag) tags.cell(tag, draw);
      else draw();
    });
    y += height;
  }
}
