import { format, resolveConfig } from 'prettier';
import { costTables } from './tables.ts';

export const COST_DOCUMENT = 'docs/cost.md';
const REGION_OF_TABLES = /(<!-- cost -->)[^]*(<!-- \/cost -->)/;

/** The document with its tables made anew, as the formatter leaves it. */
export async function renewDocument(text: string): Promise<string> {
  const renewed = text.replace(
    REGION_OF_TABLES,
    (_, begin: string, end: string) => `${begin}\n\n${costTables()}\n\n${end}`,
  );
  return format(renewed, { ...(await resolveConfig(COST_DOCUMENT)), parser: 'markdown' });
}
