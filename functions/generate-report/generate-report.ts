import type { ReportFieldsFragment } from '../../schema/generated/documents.ts';
import type { Telemetry } from '../lib/telemetry.ts';
import { announce, type AnnounceTools } from './announce.ts';
import type { Announcer, Attempt, Outcome } from './announcer.ts';
import { removeQueryFiles } from './athena/clean-up.ts';
import type { AthenaAdapters } from './athena/ports.ts';
import { startQuery } from './athena/start-query.ts';
import type { ContentOptions } from './content.ts';
import type { DatasetCache } from './datasets/fetch.ts';
import { createDeadline } from './deadline.ts';
import type { HandOnTools } from './hand-on.ts';
import type { Continuation, ReportJob } from './job.ts';
import { makeFile } from './make-file.ts';
import { countPushes, recordStart } from './measures.ts';
import { isOver, unlessNotOurs } from './refusals.ts';
import type { SnapshotStore } from './sql/snapshot.ts';
import type { MultipartUpload } from './upload/multipart-upload.ts';

/** The outside world of the generator. */
export interface Adapters
  extends
    Pick<ContentOptions, 'workDirectory' | 'memoryMib'>,
    Pick<HandOnTools, 'continueLater'>,
    Pick<AnnounceTools, 'removeFile'> {
  readonly announcer: Announcer;
  readonly datasets: DatasetCache;
  readonly beginUpload: (objectKey: string, contentType: string) => Promise<MultipartUpload>;
  readonly continueUpload: (objectKey: string, uploadId: string) => MultipartUpload;
  readonly snapshots: (objectKey: string) => SnapshotStore;
  /** How long the API gives an attempt between two signs of life, in milliseconds. */
  readonly leaseMs: number;
  /** Absent where the deployment has no Athena. */
  readonly athena?: AthenaAdapters;
}

/** The invocation at work. */
export interface Invocation {
  /** Lambda's request id. */
  readonly id: string;
  readonly remainingMs: () => number;
  readonly telemetry: Telemetry;
}

/** The outside world of one invocation. */
export type Tools = Adapters & Pick<Invocation, 'telemetry'>;

/**
 * Claims, writes and announces one report, or goes on with one. Lambda delivers at least once: a second
 * delivery finds the report, or the hop, claimed and does nothing. Throws only what Lambda is to try again.
 */
export async function generateReport(
  job: ReportJob,
  adapters: Adapters,
  invocation: Invocation,
): Promise<void> {
  const { reportId } = job;
  await countingPushes(reportId, adapters, invocation, (tools) =>
    claimAndWork(job, tools, invocation),
  );
}

/** Runs `work` with tools that tell what they do about one report, and how many pushes that made. */
export async function countingPushes(
  reportId: string,
  adapters: Adapters,
  invocation: Invocation,
  work: (tools: Tools) => Promise<void>,
): Promise<void> {
  const telemetry = invocation.telemetry.about({ reportId, requestId: invocation.id });
  const { counted, pushes } = countPushes(adapters.announcer);
  try {
    await work({ ...adapters, announcer: counted, telemetry });
  } finally {
    if (pushes() > 0) telemetry.record({ PushesSent: pushes() });
  }
}

async function claimAndWork(
  { owner, reportId, continuation }: ReportJob,
  tools: Tools,
  invocation: Invocation,
): Promise<void> {
  const { announcer, telemetry } = tools;
  const key = { owner, reportId };
  const hop = continuation && { attempt: continuation.attempt, hop: continuation.hop };
  const claim = { ...key, ...hop, invocationId: invocation.id };
  let refusal: string | null = null;
  const claimed = await unlessNotOurs(announcer.started(claim), (reason) => {
    refusal = reason;
    telemetry.info('not claimed', { ...claim, reason });
  });
  if (!claimed) {
    // What a query has written after its report had ended.
    if (hop && continuation.query !== undefined && isOver(refusal)) {
      await removeQueryFiles({ ...key, attempt: hop.attempt }, tools);
    }
    return;
  }
  const attempt = { ...key, attempt: claimed.attempt };
  const about = telemetry.about({ attempt: claimed.attempt });
  if (!continuation) recordStart(about, claimed);
  const mine = { ...tools, telemetry: about };
  const outcome = await work(attempt, claimed, continuation, mine, invocation);
  if (!outcome) return;
  await announce(attempt, outcome, mine);
  if (continuation?.query !== undefined) await removeQueryFiles(attempt, mine);
}

/** The outcome to announce; undefined when another invocation or another attempt goes on. */
async function work(
  attempt: Attempt,
  claimed: ReportFieldsFragment,
  continuation: Continuation | undefined,
  tools: Tools,
  { remainingMs }: Invocation,
): Promise<Outcome | undefined> {
  const { athena } = tools;
  // Without an Athena any more, the generator's own engine makes what was ordered while there was one.
  if (!continuation && athena && claimed.engine === 'ATHENA') {
    return startQuery(attempt, claimed, { ...tools, athena });
  }
  return makeFile(attempt, claimed, continuation, tools, createDeadline(remainingMs));
}
