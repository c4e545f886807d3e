import type { ReportsClient } from '../client.ts';
import { isFinal } from '../merge.ts';
import type { Report } from '../types.ts';
import type { Catalogue } from './catalogue.ts';
import type { Interruption } from './interruption.ts';
import { reportLine } from './json-lines.ts';
import type { CommonOptions } from './task.ts';
import type { Terminal } from './terminal.ts';

export interface RunContext {
  readonly terminal: Terminal;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly interruption: Interruption;
  readonly catalogue: Catalogue;
  /** How this program was called, to say what to type next. */
  readonly programName: string;
}

/** What a command works with once somebody is signed in. */
export interface Session extends Omit<RunContext, 'env'> {
  readonly client: ReportsClient;
  readonly options: CommonOptions;
  /** Whether this command started the local cloud, and stops it. */
  readonly ownsCloud: boolean;
}

/** Shows how far a report is until it is final, and resolves with that state; `onFinal` comes before it is shown. */
export async function showProgress(
  session: Session,
  reportId: string,
  onFinal?: () => void,
): Promise<Report> {
  const { client, terminal, interruption, options } = session;
  let shown: Report | undefined;
  try {
    for await (const report of client.watch(reportId, { signal: interruption.signal })) {
      shown = report;
      if (isFinal(report)) onFinal?.();
      if (!options.json) terminal.progress(report);
      else if (!options.quiet) terminal.print(reportLine('progress', report));
    }
  } finally {
    terminal.endProgress();
  }
  if (!shown) throw new Error('A watch ended before it began.');
  return shown;
}
