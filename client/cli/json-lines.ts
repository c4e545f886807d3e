import type { Report, ReportEstimate } from '../types.ts';
import { written, type Kind } from './catalogue.ts';

/** What a line about a report is: an entry of a list, a step on its way, or the end of it. */
export type ReportLineType = 'report' | 'accepted' | 'progress' | 'outcome';

/** The lines of `--json`; `--help` tells their fields. */
export function reportLine(type: ReportLineType, report: Report, file?: string | null): string {
  const { reportId, kind, format, gzip, engine, title, status, attempt } = report;
  const { createdAt, finishedAt, expiresAt, progress, result, error } = report;
  return JSON.stringify({
    type,
    ...{ reportId, kind, format, gzip, engine, title, status, attempt },
    ...{ createdAt, finishedAt, expiresAt },
    phase: progress?.phase ?? null,
    rowsWritten: progress?.rowsWritten ?? null,
    rowsExpected: progress?.rowsExpected ?? null,
    bytesWritten: progress?.bytesWritten ?? null,
    percent: progress?.percent ?? null,
    etaSeconds: progress?.etaSeconds ?? null,
    rowCount: result?.rowCount ?? null,
    byteSize: result?.byteSize ?? null,
    sha256: result?.sha256 ?? null,
    crc64nvme: result?.crc64nvme ?? null,
    bytesScanned: result?.bytesScanned ?? null,
    error,
    ...(type === 'outcome' ? { file: file ?? null } : {}),
  });
}

export function estimateJson(estimate: ReportEstimate): string {
  return JSON.stringify({ type: 'estimate', ...estimate });
}

export function pageJson(nextToken: string | null): string {
  return JSON.stringify({ type: 'page', nextToken });
}

export function kindJson({ name, doc, about, parameters }: Kind): string {
  return JSON.stringify({
    type: 'kind',
    name,
    doc,
    about,
    parameters: parameters.map((option) => ({
      option: written(option),
      type: option.type,
      doc: option.doc,
      required: option.isRequired,
      default: option.defaultValue ?? null,
      values: option.values ?? null,
    })),
  });
}

export interface ErrorJson {
  readonly exitCode: number;
  /** A stable word: an error's `errorType`, or the name of its class. */
  readonly reason: string;
  readonly message: string;
  readonly option?: string | undefined;
  readonly reportId?: string | undefined;
}

export function errorJson({ exitCode, reason, message, option, reportId }: ErrorJson): string {
  return JSON.stringify({
    type: 'error',
    exitCode,
    reason,
    message,
    option: option ?? null,
    reportId: reportId ?? null,
  });
}
