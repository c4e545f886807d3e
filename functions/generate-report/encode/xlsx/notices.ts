import type { Warning } from '../../pipeline/encoder.ts';
import { MAX_TEXT_CHARACTERS } from './limits.ts';

/** What a sheet could not take as it was, by how many cells. */
export interface Counts {
  textCut: number;
  numberAsText: number;
  dateAsText: number;
}

export function noCounts(): Counts {
  return { textCut: 0, numberAsText: 0, dateAsText: 0 };
}

/** What a reader should know, in words; empty when every value stands in its cell as it is. */
export function toWarnings({ textCut, numberAsText, dateAsText }: Counts): Warning[] {
  const limit = MAX_TEXT_CHARACTERS.toLocaleString('en-US');
  return [
    {
      code: 'TEXT_CUT',
      message: `Texts longer than the ${limit} characters a cell can hold were cut there.`,
      count: textCut,
    },
    {
      code: 'NUMBER_AS_TEXT',
      message:
        'Numbers of more than 15 digits are written as text, because Excel would round them.',
      count: numberAsText,
    },
    {
      code: 'DATE_AS_TEXT',
      message:
        'Dates outside 1900-03-01 to 9999-12-31 are written as text, because Excel has no such dates.',
      count: dateAsText,
    },
  ].filter(({ count }) => count > 0);
}
