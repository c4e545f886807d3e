import { createAgenda } from './agenda.ts';
import type { SimulatedReport } from './report.ts';

/** The index `byDue`: reports nobody may be answering for, and files whose time is over, by when. */
export interface DueIndex {
  /** Files that wait to be expired. */
  readonly filesWaiting: number;
  note(report: SimulatedReport): void;
  noteFiles(atSeconds: number, count: number): void;
  /** What one run of recovery takes: the longest due first, files and reports alike. */
  take(nowSeconds: number): { readonly reports: SimulatedReport[]; readonly files: number };
}

interface Entry {
  readonly report: SimulatedReport;
  readonly dueAt: number;
}

/** `most` is what a run takes. The eight partitions count as one: reports are spread evenly over them. */
export function createDueIndex(most: number): DueIndex {
  const entries = createAgenda<Entry>();
  const batches: { readonly atSeconds: number; count: number }[] = [];
  let filesWaiting = 0;

  return {
    get filesWaiting() {
      return filesWaiting;
    },
    note: (report) => entries.note(report.dueAt, { report, dueAt: report.dueAt }),
    noteFiles(atSeconds, count) {
      batches.push({ atSeconds, count });
      filesWaiting += count;
    },
    take(nowSeconds) {
      const reports: SimulatedReport[] = [];
      let files = 0;
      while (reports.length + files < most) {
        const batch = batches[0];
        if (batch && batch.atSeconds <= nowSeconds && batch.atSeconds <= entries.nextSeconds) {
          const taken = Math.min(batch.count, most - reports.length - files);
          files += taken;
          filesWaiting -= taken;
          batch.count -= taken;
          if (batch.count <= 0) batches.shift();
        } else if (entries.nextSeconds <= nowSeconds) {
          const { report, dueAt } = entries.take() as Entry;
          // The row has moved on: the index has it elsewhere by now, or no longer.
          if (report.status === 'QUEUED' && report.dueAt === dueAt) reports.push(report);
        } else break;
      }
      return { reports, files };
    },
  };
}
