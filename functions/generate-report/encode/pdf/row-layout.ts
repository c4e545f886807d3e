import type { ColumnPlan, PlannedColumn } from './column-plan.ts';
import { MAX_CELL_LINES } from './limits.ts';
import { widthOf, type Pen, type TextStyle } from './pen.ts';
import { wrapText } from './wrap-text.ts';

const LINE_HEIGHT = 1.28;
/** Above and below a row's text, in points. */
const PADDING = 2.6;
/** How far below its line's top a baseline is. */
const BASELINE = 0.97;
/** A number too wide is narrowed to this part of its width before it is broken. */
const LEAST_STRETCH = 0.5;
const HEADER_LINES = 3;

/** A row's texts broken into lines, and how high that makes it. */
export interface LaidOutRow {
  readonly cells: readonly (readonly string[])[];
  readonly height: number;
}

/** Fits texts into a plan's columns, all in one style. */
export interface RowLayout {
  header(labels: readonly string[]): LaidOutRow;
  row(cells: readonly string[]): LaidOutRow;
  /** Draws one cell of a row whose top is at `top`. */
  drawCell(pen: Pen, lines: readonly string[], column: PlannedColumn, top: number): void;
  /** Cells of which the end was left out. */
  cutCells(): number;
}

export function createRowLayout(plan: ColumnPlan, style: TextStyle): RowLayout {
  const measure = (part: string): number => widthOf(part, style);
  const roomOf = ({ width }: PlannedColumn): number => width - 2 * plan.padding;
  let cutCells = 0;
  return {
    header: (labels) =>
      laidOut(plan.columns.map((column, index) => fitHeader(labels[index] ?? '', column))),
    row: (cells) =>
      laidOut(plan.columns.map((column, index) => fitCell(cells[index] ?? '', column))),
    drawCell,
    cutCells: () => cutCells,
  };

  function fitHeader(label: string, column: PlannedColumn): readonly string[] {
    return wrapText(label, roomOf(column), HEADER_LINES, measure).lines;
  }

  /** Text is wrapped and at last cut; numbers and dates are narrowed, then broken, and never lose a digit. */
  function fitCell(cell: string, column: PlannedColumn): readonly string[] {
    const room = roomOf(column);
    if (!column.isText) {
      if (measure(cell) * LEAST_STRETCH <= room) return [cell];
      return wrapText(cell, room, Infinity, measure).lines;
    }
    const { lines, isCut } = wrapText(cell, room, MAX_CELL_LINES, measure);
    if (isCut) cutCells++;
    return lines;
  }

  function laidOut(cells: readonly (readonly string[])[]): LaidOutRow {
    const lines = cells.reduce((most, cell) => Math.max(most, cell.length), 1);
    return { cells, height: lines * style.size * LINE_HEIGHT + 2 * PADDING };
  }

  function drawCell(pen: Pen, lines: readonly string[], column: PlannedColumn, top: number): void {
    const room = roomOf(column);
    lines.forEach((line, index) => {
      if (line === '') return;
      const natural = measure(line.trimEnd());
      const stretch = natural > room ? room / natural : 1;
      const indent = column.isRight ? room - natural * stretch : 0;
      const baseline = top + PADDING + style.size * (BASELINE + index * LINE_HEIGHT);
      pen.text(line, column.x + plan.padding + indent, baseline, style, stretch);
    });
  }
}
