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
  /** Whether people may make accounts themselves; otherwise an administrator adds them. */
  readonly selfSignUp: boolean;
  /** Whether the API also has the way this product replaces, a report made while the caller waits: schema/comparison.graphql. */
  readonly comparison: boolean;
}

const DEFAULTS: ReportsSettings = {
  leaseSeconds: 60,
  maxActiveReports: 10,
  retentionDays: 7,
  recordDays: 90,
  selfSignUp: false,
  comparison: false,
};
const BOUNDS = {
  leaseSeconds: [2, 900],
  maxActiveReports: [1, 1000],
  retentionDays: [1, 3650],
  recordDays: [1, 3650],
} as const;

/** The settings of a stack: properties before context before defaults. Throws for a value that is out of bounds. */
export function readSettings(node: Node, given: Partial<ReportsSettings> = {}): ReportsSettings {
  const valueOf = (name: keyof ReportsSettings): unknown =>
    given[name] ?? node.tryGetContext(name) ?? DEFAULTS[name];
  const read = (name: keyof typeof BOUNDS): number => {
    const value = valueOf(name);
    const number = Number(value);
    const [least, most] = BOUNDS[name];
    if (Number.isInteger(number) && number >= least && number <= most) return number;
    throw new Error(
      `${name} must be a whole number from ${least} to ${most}, not ${String(value)}.`,
    );
  };
  const readSwitch = (name: 'selfSignUp' | 'comparison'): boolean => {
    const value = String(valueOf(name)); // text on the command line
    if (value === 'true' || value === 'false') return value === 'true';
    throw new Error(`${name} must be true or false, not ${value}.`);
  };
  const settings = {
    leaseSeconds: read('leaseSeconds'),
    maxActiveReports: read('maxActiveReports'),
    retentionDays: read('retentionDays'),
    recordDays: read('recordDays'),
    selfSignUp: readSwitch('selfSignUp'),
    comparison: readSwitch('comparison'),
  };
  if (settings.recordDays < settings.retentionDays) {
    throw new Error('recordDays must not be less than retentionDays: a file needs its record.');
  }
  return settings;
}
