/** The letters of a column counted from 0: A to Z, AA and on. */
export function cellReference(column: number, row?: number): string {
  let letters = '';
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  }
  return row === undefined ? letters : `${letters}${row}`;
}
