/** A report in the simulation: its row. */
export interface SimulatedReport {
  readonly owner: number;
  readonly orderedAt: number;
  /** The place of its size in the scenario's sizes. */
  readonly size: number;
  /** The place of its lane in the scenario's lanes. */
  readonly lane: number;
  readonly workSeconds: number;
  status: 'QUEUED' | 'RUNNING' | 'ENDED';
  attempt: number;
  redrives: number;
  dueAt: number;
}

/** An event of the generator in Lambda's queue; a report has one for each time it was started. */
export interface QueuedEvent {
  readonly report: SimulatedReport;
  readonly acceptedAt: number;
  tries: number;
}
