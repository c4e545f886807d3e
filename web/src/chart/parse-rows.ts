import type { Cells, Column } from './chart-points.ts';

/** The rows of a CSV file after its header: RFC 4180, with any delimiter. */
export function parseCsv(text: string, delimiter: string): Cells[] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let isQuoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (isQuoted) {
      if (character !== '"') cell += character;
      else if (text.charAt(at + 1) === '"') {
        cell += '"';
        at += 1;
      } else isQuoted = false;
    } else if (character === '"' && cell === '') isQuoted = true;
    else if (character === delimiter) endCell();
    else if (character === '\n') endRow();
    else if (character !== '\r') cell += character;
  }
  if (cell !== '' || row.length > 0) endRow();
  return rows.slice(1);

  function endCell(): void {
    row.push(cell);
    cell = '';
  }

  function endRow(): void {
    endCell();
    rows.push(row);
    row = [];
  }
}

/** The rows of a JSON Lines file, cells in the order of `columns`. */
export function parseJsonLines(text: string, columns: readonly Column[]): Cells[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const fields = JSON.parse(line) as Record<string, unknown>;
      return columns.map(({ name }) => cellOf(fields[name]));
    });
}

function cellOf(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
