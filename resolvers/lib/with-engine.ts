import { enginesOf } from './engines.ts';
import type { StoredReport } from './stored-report.ts';

/** The row as it is told: rows of before there was a choice have no engine, and were made by their kind's usual one. */
export function withEngine(report: StoredReport): StoredReport {
  const engine = report.engine ?? enginesOf(report.kind)[0];
  const { result } = report;
  return {
    ...report,
    engine,
    ...(result ? { result: { ...result, engine: result.engine ?? engine } } : {}),
  };
}
