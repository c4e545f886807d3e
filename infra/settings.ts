import type { Node } from 'constructs';

/** What an operator may decide, each with a default: `cdk deploy -c leaseSeconds=90`, or as a property of the stack. */
export interface ReportsSettings {
  /** How long a generator may be silent before its report is started again, in seconds: 2 to 900. */
  readonly leaseSeconds: number;
  /** Reports of one owner that may be under way at once: 1 to 1,000. */
  readonly maxActiveReports: number;
  /** Days a finished file is kept: 1 to 3,650. */
  readonly retentionDays: number;
  /** Days a report stays in its owner's list after its end: from `retentionDays` to 3,650. */
  readonly recordDays: number;
}

const DEFAULTS: ReportsSettings = {
  leaseSeconds: 60,
  maxActiveReports: 10,
  retentionDays: 7,
  recordDays: 90,
};
const BOUNDS: Readonly<Record<keyof ReportsSettings, readonly [number, number]>> = {
  leaseSeconds: [2, 900],
  maxActiveReports: [1, 1000],
  retentionDays: [1, 3650],
  recordDays: [1, 3650],
};

/** The settings of a stack: properties before context before defaults. Throws for a value that is out of bounds. */
export function readSettings(node: Node, given: Partial<ReportsSettings> = {}): ReportsSettings {
  const read = (name: keyof ReportsSettings): number => {
    const value: unknown = given[name] ?? node.tryGetContext(name) ?? DEFAULTS[name];
    const number = Number(value);
    const [least, most] = BOUNDS[name];
    if (Number.isInteger(number) && number >= least && number <= most) return number;
    throw new Error(
      `${name} must be a whole number from ${least} to ${most}, not ${String(value)}.`,
    );
  };
  const settings = {
    leaseSeconds: read('leaseSeconds'),
    maxActiveReports: read('maxActiveReports'),
    retentionDays: read('retentionDays'),
    recordDays: read('recordDays'),
  };
  if (settings.recordDays < settings.retentionDays) {
    throw new Error('recordDays must not be less than retentionDays: a file needs its record.');
  }
  return settings;
}
