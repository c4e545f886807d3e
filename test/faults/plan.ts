import { createHash } from 'node:crypto';
import type { ReportOrder } from '../../client/index.ts';

/** What goes wrong, and how often: specs of docs/faults.md. */
export const FAULTS: readonly string[] = [
  // Workers: killed at any moment of their work, or stopped for longer than their lease and let go again.
  'functions:kill,match=generate,p=0.08,after=0ms-2500ms',
  'functions:freeze=4s-6s,match=generate,p=0.03,after=100ms-1500ms',
  'functions:kill,match=recover,p=0.02,after=0ms-200ms',
  // Invocations: lost, doubled, late.
  'events:drop,match=generate,p=0.05',
  'events:duplicate,match=generate,p=0.06',
  'events:delay=500ms-2s,match=generate,p=0.05',
  // Pushes and sockets.
  'pushes:drop,p=0.2',
  'pushes:duplicate,p=0.1',
  'pushes:delay=50ms-1s,p=0.15',
  'pushes:reorder,p=0.1',
  'sockets:cut=7s',
  // Calls: refused, throttled, done with the answer lost, cut off.
  's3:fail,p=0.01',
  's3:throttle,p=0.01',
  's3:cut-after,p=0.005',
  'graphql:fail=503,p=0.02',
  'graphql:cut-before,p=0.01',
  'graphql:cut-after,p=0.01',
  'lambda:fail,p=0.03',
  'lambda-source:throttle,p=0.03',
  'dynamodb-source:fail,p=0.004',
  'dynamodb-source:cut-after,p=0.004',
  'dynamodb:throttle,p=0.01',
  // The minute between two looks of recovery, compressed like the lease.
  'schedules:every=1s',
];

/** A report to order, and whether its owner changes their mind. */
export interface PlannedReport {
  readonly order: ReportOrder & { readonly reportId: string };
  /** Rows of a file that is whole; undefined when only the file's own figures say. */
  readonly rows: number | undefined;
  readonly cancelAfterMs: number | undefined;
}

/** Reports of mixed kinds and formats: the same for the same seed. */
export function planReports(count: number, seed: string): PlannedReport[] {
  return Array.from({ length: count }, (_, index) => planReport(index, seed));
}

function planReport(index: number, seed: string): PlannedReport {
  const draw = (what: string, below: number): number => {
    const digest = createHash('sha256').update(`${seed}\0${index}\0${what}`).digest();
    return digest.readUInt32BE(0) % below;
  };
  const pick = <T>(what: string, from: readonly T[]): T => from[draw(what, from.length)] as T;
  const isCancelled = draw('cancel', 20) === 0;
  const hex = createHash('sha256').update(`${seed}\0${index}`).digest('hex');
  const reportId = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
  const kind = pick('kind', ['sample', 'sample', 'sample', 'calendar', 'flightDelays', 'details']);
  const format = pick('format', ['CSV', 'CSV', 'JSONL', 'XLSX', 'PDF', 'PARQUET'] as const);
  const day = (offset: number): string =>
    new Date(Date.UTC(2001, 0, 1 + offset)).toISOString().slice(0, 10);
  const from = draw('from', 150);
  const amountOfRows = draw('rows', 3000);
  const days = 1 + draw('days', 900);
  const definition = {
    sample: { sample: { amountOfRows, delayMs: draw('delay', 2500) } },
    calendar: { calendar: { fromDate: day(0), toDate: day(days - 1) } },
    flightDelays: { flightDelays: { fromDate: day(from), toDate: day(from + 5) } },
    details: { flightDetails: { fromDate: day(from), toDate: day(from), state: 'NV' } },
  }[kind] as ReportOrder['definition'];
  const gzip = (format === 'CSV' || format === 'JSONL') && draw('gzip', 4) === 0;
  return {
    order: { reportId, definition, format, gzip },
    rows: { sample: amountOfRows, calendar: days }[kind],
    cancelAfterMs: isCancelled ? draw('cancelAfter', 2000) : undefined,
  };
}
