import { tmpdir } from 'node:os';

/** Prints what a process took from its start until it could begin a report. */
const [name, directory = tmpdir()] = process.argv.slice(2);
const never = new AbortController().signal;

// What every report loads, whether it needs SQL or not.
await import('../../functions/generate-report/content.ts');
if (name === 'duckdb') {
  const { loadDuckDb } = await import('../../functions/generate-report/sql/duckdb.ts');
  const { api } = await loadDuckDb();
  const connection = await (await api.DuckDBInstance.create(':memory:')).connect();
  await connection.run('SELECT 1');
}
if (name === 'report') {
  const [{ openSqlReport }, { flightDelays }, { createDatasetCache }, { packageStore }] =
    await Promise.all([
      import('../../functions/generate-report/sql/open-report.ts'),
      import('../../functions/generate-report/kinds/sql/flight-delays/flight-delays.ts'),
      import('../../functions/generate-report/datasets/fetch.ts'),
      import('../../functions/generate-report/kinds/sql/test-flights.ts'),
    ]);
  await openSqlReport({
    kind: flightDelays,
    definition: { fromDate: '2001-01-01', toDate: '2001-01-31' },
    datasets: createDatasetCache({ store: packageStore, directory }),
    workDirectory: directory,
    memoryMib: 1769,
    signal: never,
    timeoutMs: 60_000,
  }).then((report) => report[Symbol.asyncDispose]());
}
const { user, system } = process.cpuUsage();
const rssMb = process.resourceUsage().maxRSS / 1024;
console.log(
  JSON.stringify({
    seconds: performance.now() / 1000, // counts from the process's start
    cpuSeconds: (user + system) / 1e6,
    rssMb,
    bytes: 0,
  }),
);
