/** What makes the rows, for people. */
const WORDS: Readonly<Record<string, string>> = {
  NODE: 'The generator',
  DUCKDB: 'DuckDB, in the generator',
  ATHENA: 'Amazon Athena',
};

/** The name of an engine; one that came after this page was written goes by the schema's. */
export function engineInWords(engine: string): string {
  return WORDS[engine] ?? engine;
}
