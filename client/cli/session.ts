import type { ReportsClient } from '../client.ts';
import type { Report } from '../types.ts';
import type { CommonOptions } from './options.ts';
import type { Terminal } from './terminal.ts';
import { progressLine } from './words.ts';

const TICK_MS = 1_000;

export interface RunContext {
  readonly terminal: Terminal;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborted by Ctrl-C. */
  readonly interrupted: AbortSignal;
}

/** What a command works with once somebody is signed in. */
export interface Session extends Omit<RunContext, 'env'> {
  readonly client: ReportsClient;
  readonly options: CommonOptions;
  /** Whether this command started the local cloud, and stops it. */
  readonly ownsCloud: boolean;
}

/** Shows how far a report is until it is final, and resolves with that state. */
export async function showProgress(session: Session, reportId: string): Promise<Report> {
  const { client, terminal, interrupted: signal } = session;
  let shown: Report | undefined;
  const show = (): void => {
    if (!shown) return;
    terminal.progress(progressLine(shown, Date.now()), shown.status);
  };
  const tick = terminal.rewrites ? setInterval(show, TICK_MS) : undefined;
  try {
    for await (const report of client.watch(reportId, { signal })) {
      shown = report;
      show();
    }
  } finally {
    clearInterval(tick);
  }
  if (!shown) throw new Error('A watch ended before it began.');
  return shown;
}

/** A finished report as JSON for programs; `path` is where its file was saved. */
export function outcomeJson(report: Report, path?: string): string {
  const { reportId, status, kind, format, title, result, error } = report;
  const { rowCount = null, byteSize = null, sha256 = null } = result ?? {};
  const file = path ?? null;
  const outcome = { reportId, status, kind, format, title, rowCount, byteSize, sha256, file };
  return JSON.stringify({ ...outcome, error });
}
