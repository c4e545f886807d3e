import type { Report } from '../../client/index.ts';

/** Reads `definition`, which the API sends as JSON text. */
export function definitionOf(report: Pick<Report, 'definition'>): object {
  try {
    const parsed: unknown = JSON.parse(report.definition);
    return typeof parsed === 'object' && parsed !== null ? parsed : {};
  } catch {
    return {}; // the row is still worth showing by its name and status
  }
}
