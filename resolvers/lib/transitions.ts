import type { ReportStatus } from '../../schema/generated/types.ts';

/** A change of status: what makes it and when it is allowed. `null` is a report that is not there. */
export interface Transition {
  by: string;
  from: ReportStatus | null;
  to: ReportStatus | null;
  when: string;
}

/**
 * Every change of status there is. Resolvers make their conditions from it, tests hold histories against it, and
 * docs/reliability.md shows it.
 */
export const TRANSITIONS: Transition[] = [
  { by: 'generateReport', from: null, to: 'QUEUED', when: 'no report of the caller has the id' },
  { by: 'reportStarted', from: 'QUEUED', to: 'RUNNING', when: 'an attempt is left' },
  {
    by: 'reportStarted',
    from: 'RUNNING',
    to: 'RUNNING',
    when: 'the same attempt takes up its next hop',
  },
  {
    by: 'reportStarted',
    from: 'CANCELLING',
    to: 'CANCELLING',
    when: 'the same attempt takes up its next hop, to learn that it must stop',
  },
  { by: 'reportProgressed', from: 'RUNNING', to: 'RUNNING', when: 'by the attempt that holds it' },
  {
    by: 'reportProgressed',
    from: 'CANCELLING',
    to: 'CANCELLING',
    when: 'by the attempt that holds it',
  },
  { by: 'cancelReport', from: 'QUEUED', to: 'CANCELLED', when: 'by its owner' },
  { by: 'cancelReport', from: 'RUNNING', to: 'CANCELLING', when: 'by its owner' },
  {
    by: 'reportReady',
    from: 'RUNNING',
    to: 'SUCCEEDED',
    when: 'by the attempt that holds it, with as many rows as were expected',
  },
  { by: 'reportReady', from: 'RUNNING', to: 'FAILED', when: 'by the attempt that holds it' },
  { by: 'reportReady', from: 'CANCELLING', to: 'FAILED', when: 'by the attempt that holds it' },
  { by: 'reportReady', from: 'CANCELLING', to: 'CANCELLED', when: 'by the attempt that holds it' },
  {
    by: 'reportOverdue',
    from: 'QUEUED',
    to: 'QUEUED',
    when: 'nobody has started it in time; it is started again',
  },
  {
    by: 'reportOverdue',
    from: 'QUEUED',
    to: 'FAILED',
    when: 'it was started again several times and nobody took it up',
  },
  {
    by: 'reportOverdue',
    from: 'RUNNING',
    to: 'QUEUED',
    when: 'its attempt is lost and another is left',
  },
  {
    by: 'reportOverdue',
    from: 'RUNNING',
    to: 'FAILED',
    when: 'its attempt is lost and was the last',
  },
  {
    by: 'reportOverdue',
    from: 'RUNNING',
    to: 'RUNNING',
    when: 'it waits for a query; the generator is sent to look, at most 240 times',
  },
  {
    by: 'reportOverdue',
    from: 'CANCELLING',
    to: 'CANCELLING',
    when: 'it waits for a query; the generator is sent to stop it, at most 240 times',
  },
  { by: 'reportOverdue', from: 'CANCELLING', to: 'CANCELLED', when: 'its attempt is lost' },
  { by: 'reportOverdue', from: 'SUCCEEDED', to: 'EXPIRED', when: 'its file’s time is over' },
  { by: 'deleteReport', from: 'SUCCEEDED', to: 'EXPIRED', when: 'by its owner; its link dies' },
  { by: 'deleteReport', from: 'FAILED', to: null, when: 'by its owner' },
  { by: 'deleteReport', from: 'CANCELLED', to: null, when: 'by its owner' },
  { by: 'deleteReport', from: 'EXPIRED', to: null, when: 'by its owner' },
];

/** The statuses from which a mutation may make a report `to`. */
export function statusesBefore(by: string, to: ReportStatus | null): ReportStatus[] {
  const statuses: ReportStatus[] = [];
  for (const transition of TRANSITIONS) {
    if (transition.by === by && transition.to === to && transition.from) {
      statuses.push(transition.from);
    }
  }
  return statuses;
}

/** A DynamoDB condition that the status is one of those, with the values it uses. */
export function statusIsOneOf(statuses: ReportStatus[]): {
  expression: string;
  values: Record<string, ReportStatus>;
} {
  const values: Record<string, ReportStatus> = {};
  for (const status of statuses) values[`:is${status}`] = status;
  return { expression: `#status IN (${Object.keys(values).join(', ')})`, values };
}
