import { ASSUMED, type ReportSize } from './assumptions.ts';
import { plus, type Usage } from './prices.ts';

export interface Design {
  readonly name: string;
  /** What one report uses beside making, keeping and fetching its file. */
  readonly usage: (size: ReportSize) => Usage;
}

const GB_OF_MB = 1 / 1024;
const BYTES_PER_GB = 1_000_000_000;
const KB_PER_GB = 1_000_000;
const SECONDS_PER_MINUTE = 60;
const DAYS_PER_MONTH = 30;

/** Making, keeping and fetching the file: the same work whatever tells of it. */
export function fileUsage({ seconds, bytes }: ReportSize): Usage {
  const { generatorMb, generatorStorageGb, overheadSeconds, partBytes, retentionDays } = ASSUMED;
  const billedSeconds = seconds + overheadSeconds;
  return {
    lambdaRequest: 1,
    lambdaGbSecond: billedSeconds * generatorMb * GB_OF_MB,
    lambdaStorageGbSecond: billedSeconds * (generatorStorageGb - 0.5),
    // Begin, parts, complete; removing what is over lists twice in two folders and deletes at no charge.
    s3Put: 2 + Math.ceil(bytes / partBytes) + 4,
    s3Get: ASSUMED.downloads + 1, // and one of the datasets
    s3GbMonth: (bytes / BYTES_PER_GB) * (retentionDays / DAYS_PER_MONTH),
    transferGb: (bytes / BYTES_PER_GB) * ASSUMED.downloads,
    logsGb: ASSUMED.logKb / KB_PER_GB,
  };
}

/** A small function that runs once. */
function call(count = 1, seconds: number = ASSUMED.smallFunctionSeconds): Usage {
  const gigabytes = ASSUMED.smallFunctionMb * GB_OF_MB;
  return { lambdaRequest: count, lambdaGbSecond: count * seconds * gigabytes };
}

const minutes = (seconds: number): number => Math.ceil(seconds / SECONDS_PER_MINUTE);
const rowWrites = Math.ceil(ASSUMED.rowKb);
const plainRowWrites = Math.ceil(ASSUMED.plainRowKb);

/** This stack: one page open, which sees every second of progress. */
function ours({ seconds }: ReportSize): Usage {
  const progress = Math.ceil(seconds / ASSUMED.progressEverySeconds);
  const dueMoves = Math.ceil(seconds / ASSUMED.dueMovesEverySeconds);
  // A row is written to the table and, whole, to the index byCreatedAt.
  const update = 2 * rowWrites;
  const order = update + 1 + 1 + 1; // and byActive, byDue, the owner's slots
  const claim = update + 2; // a move in byDue is a removal and an insertion
  const end = update + 1 + 2 + 1 + 1; // and byActive, byDue, statistics, slots
  const expiry = update + 1;
  const pushed = 1 + progress + 1;
  const links = 2; // with the push, and when the page reads the row
  return {
    lambdaRequest: links,
    lambdaGbSecond: links * ASSUMED.smallFunctionSeconds * ASSUMED.signerMb * GB_OF_MB,
    appsyncOperation: 1 + 1 + progress + 1 + 2 + 1, // order, claim, progress, end, two reads, expiry
    appsyncUpdate: 1 + 3 + pushed, // connecting, subscribing, messages
    appsyncMinute: minutes(seconds + ASSUMED.readingSeconds),
    dynamodbWrite: order + claim + progress * update + dueMoves * 2 + end + expiry,
    dynamodbRead: 1 + 2 + 1, // looking for an equal order, two reads, expiry
    dynamodbGbMonth: ((2 * ASSUMED.rowKb) / KB_PER_GB) * (ASSUMED.recordDays / DAYS_PER_MONTH),
    eventBridgeEvent: 2, // its end, its expiry
    // Answers of the mutations go to the generator, inside AWS; messages go to the page.
    transferGb: ((pushed + 3) * ASSUMED.messageKb) / KB_PER_GB,
  };
}

/** API Gateway's WebSocket with a table of connections, as the original system had it: no progress, one message. */
function webSocket({ seconds }: ReportSize): Usage {
  const pings = Math.floor(seconds / ASSUMED.pingEverySeconds);
  return plus(call(3), {
    webSocketMessage: 1 + 1 + pings, // the order, the link
    webSocketMinute: minutes(seconds + ASSUMED.readingSeconds),
    dynamodbWrite: 2, // connected, disconnected
    dynamodbRead: 1,
    transferGb: ASSUMED.plainMessageKb / KB_PER_GB,
  });
}

/** The same with a row for each report and progress each second, so that it tells what ours tells. */
function webSocketWithProgress(size: ReportSize): Usage {
  const progress = Math.ceil(size.seconds / ASSUMED.progressEverySeconds);
  return plus(webSocket(size), {
    webSocketMessage: progress,
    dynamodbWrite: plainRowWrites * (progress + 3),
    dynamodbRead: progress * 0.5 + 2, // whose connection it is, each time
    transferGb: (progress * ASSUMED.plainMessageKb) / KB_PER_GB,
  });
}

/** An HTTP API that is asked again and again. */
function shortPolling({ seconds }: ReportSize): Usage {
  const polls = Math.ceil(seconds / ASSUMED.pollEverySeconds) + 1;
  return plus(call(1 + polls), {
    httpRequest: 1 + polls,
    dynamodbWrite: plainRowWrites * (3 + polls), // as often as somebody looks
    dynamodbRead: polls,
    transferGb: ((1 + polls) * ASSUMED.plainMessageKb) / KB_PER_GB,
  });
}

/** An HTTP API whose function holds the request and looks at the row meanwhile. */
function longPolling({ seconds }: ReportSize): Usage {
  const polls = Math.ceil(seconds / ASSUMED.longPollSeconds);
  const looks = Math.ceil(seconds / ASSUMED.longPollLooksEverySeconds);
  return plus(call(1), call(polls, seconds / polls), {
    httpRequest: 1 + polls,
    dynamodbWrite: plainRowWrites * (3 + polls),
    dynamodbRead: looks,
    transferGb: ((1 + polls) * ASSUMED.plainMessageKb) / KB_PER_GB,
  });
}

export const OURS: Design = { name: 'this design', usage: ours };

export const DESIGNS: readonly Design[] = [
  OURS,
  { name: 'API Gateway WebSocket, connection table (the original)', usage: webSocket },
  { name: 'the same with progress each second', usage: webSocketWithProgress },
  { name: 'short polling, every 2 s', usage: shortPolling },
  { name: 'long polling, 25 s', usage: longPolling },
];

/** What this stack uses in a month without a single report. */
export function idleUsage(): Usage {
  const runs = DAYS_PER_MONTH * 24 * 60;
  const { recoveryMb, recoverySeconds, dueShards } = ASSUMED;
  return {
    lambdaRequest: runs,
    lambdaGbSecond: runs * recoverySeconds * recoveryMb * GB_OF_MB,
    dynamodbRead: runs * dueShards * 0.5, // a query of an index that finds nothing
    logsGb: (runs * 0.4) / KB_PER_GB, // START, END and REPORT
    metricMonth: 9 + 4 + 9, // of the generator, of recovery, failures by code
  };
}
