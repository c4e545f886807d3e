/** What the process takes beside DuckDB's own limit: Node, buffers of the upload, DuckDB's untracked memory. */
// observed: 2026-11, resident memory exceeds memory_limit by 105 to 160 MB in a spilling GROUP BY
const BESIDE_DUCKDB_MIB = 350;
/** DuckDB cannot scan a CSV file with less. */
const LEAST_MIB = 128;
/** Memory that comes with one whole vCPU. */
// documented: https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html
const MIB_PER_VCPU = 1769;

/** What DuckDB may use in a function with `memoryMib`. */
export function engineLimits(memoryMib: number): { memoryLimit: string; threads: number } {
  const limitMib = Math.max(LEAST_MIB, Math.floor(memoryMib) - BESIDE_DUCKDB_MIB);
  const threads = Math.max(1, Math.floor(memoryMib / MIB_PER_VCPU));
  return { memoryLimit: `${limitMib}MiB`, threads };
}
