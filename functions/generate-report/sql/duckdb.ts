/** DuckDB and its low-level bindings. */
export interface DuckDb {
  readonly api: typeof import('@duckdb/node-api');
  readonly bindings: typeof import('@duckdb/node-bindings');
}

/** Loads DuckDB, 70 MB of native code: only when a report needs SQL. */
export async function loadDuckDb(): Promise<DuckDb> {
  const [{ api }, bindings] = await Promise.all([
    import('./duckdb-api.ts'),
    import('@duckdb/node-bindings'),
  ]);
  // The package assigns module.exports, which its types do not say.
  const { default: native } = bindings as unknown as { default: DuckDb['bindings'] };
  return { api, bindings: native };
}
