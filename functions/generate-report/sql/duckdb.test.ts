import { expect, test } from 'vitest';
import { loadDuckDb } from './duckdb.ts';

function isDuckDbLoaded(): boolean {
  const { sharedObjects } = process.report.getReport() as unknown as { sharedObjects: string[] };
  return sharedObjects.some((file) => file.includes('duckdb'));
}

test('reports that need no SQL do not load DuckDB', async () => {
  await import('../content.ts');
  await import('./open-report.ts');
  const before = isDuckDbLoaded();
  await loadDuckDb();

  expect([before, isDuckDbLoaded()]).toEqual([false, true]);
});
