import type { PipelineProgress } from './pipeline/run.ts';

/** Before this an estimate would jump about. */
const MEASURED_FOR_MS = 2_000;

/**
 * Likely seconds until the rows are written, from the pace of this invocation; null when the total or the pace
 * is not known yet.
 */
export function estimateSecondsLeft(
  { rowsWritten, rowsExpected }: PipelineProgress,
  rowsBefore: number,
  elapsedMs: number,
): number | null {
  const written = rowsWritten - rowsBefore;
  if (rowsExpected === null || written <= 0 || elapsedMs < MEASURED_FOR_MS) return null;
  return Math.ceil(((rowsExpected - rowsWritten) * elapsedMs) / written / 1000);
}
