import type { ScheduleKind } from './expression.ts';

/** One firing of a schedule. */
export interface Firing {
  readonly kind: ScheduleKind;
  readonly scheduleArn: string;
  /** The same for every target of the firing. */
  readonly id: string;
  readonly atMs: number;
  readonly region: string;
  readonly accountId: string;
}

const HEX_DIGITS_OF_EXECUTION = 16;

/** The JSON a target is invoked with: its own input, or the event that AWS makes. */
export function messageFor(firing: Firing, input: string | undefined): string {
  if (input === undefined) return JSON.stringify(scheduledEvent(firing));
  return firing.kind === 'scheduler' ? replaceAttributes(input, firing) : input;
}

// observed: https://github.com/aws/aws-lambda-rust-runtime/commit/5dcad203ab8677a54e039276fa4531c2e624e1cb (a rule's event)
// observed: https://github.com/aws/aws-lambda-java-libs/issues/479 (EventBridge Scheduler has the text "{}" as detail)
function scheduledEvent({ kind, scheduleArn, id, atMs, region, accountId }: Firing) {
  return {
    version: '0',
    id,
    'detail-type': 'Scheduled Event',
    source: kind === 'rule' ? 'aws.events' : 'aws.scheduler',
    account: accountId,
    time: isoSeconds(atMs),
    region,
    resources: [scheduleArn],
    detail: kind === 'rule' ? {} : '{}',
  };
}

// documented: https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html
function replaceAttributes(input: string, { scheduleArn, id, atMs }: Firing): string {
  const values: Readonly<Record<string, string>> = {
    'schedule-arn': scheduleArn,
    'scheduled-time': isoSeconds(atMs),
    'execution-id': id.replaceAll('-', '').slice(0, HEX_DIGITS_OF_EXECUTION),
    'attempt-number': '1', // Lambda takes an event at the first attempt
  };
  return input.replace(
    /<aws\.scheduler\.([a-z-]+)>/g,
    (text, name: string) => values[name] ?? text,
  );
}

function isoSeconds(timeMs: number): string {
  return new Date(timeMs).toISOString().replace(/\.\d+Z$/, 'Z');
}
