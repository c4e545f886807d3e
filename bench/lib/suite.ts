import type { ParseArgsOptionDescriptor } from 'node:util';

/** An option of a suite: as `parseArgs` takes it, and what it is for. */
export type SuiteOption = ParseArgsOptionDescriptor & { readonly tells: string };

/** What a suite's `about.ts` exports: enough to choose it, without loading what it measures. */
export interface About {
  /** One line: what is measured, beside what. */
  readonly measures: string;
  /** What it takes on two cores with nothing else to do. */
  readonly minutes: number;
  /** When it is ended, whatever it does: several times `minutes`, as machines differ. */
  readonly limitMinutes: number;
  readonly options: Readonly<Record<string, SuiteOption>>;
  /** The options that `--quick` stands for, and how long it then takes. */
  readonly quick?: { readonly args: readonly string[]; readonly minutes: number };
}

/** One figure, for programs. */
export interface Figure {
  readonly name: string;
  /** Null when it could not be measured, or would be infinite. */
  readonly value: number | null;
  readonly unit: string;
  /** This value divided by the peer's in the same run; null when it has none. */
  readonly ratio: number | null;
  /** The figure or the contender it is held against: a peer, or a ceiling. */
  readonly peer: string | null;
}

/** What a suite's `run` resolves with, beside what it printed for people. */
export interface Figures {
  /** How many rounds, or reports, each figure comes from. */
  readonly n: number;
  readonly rows: readonly Figure[];
  /** Everything measured, in the suite's own shape. */
  readonly details?: unknown;
}

/** What a suite's `index.ts` exports. */
export interface Suite {
  run(args: string[]): Figures | Promise<Figures>;
}

/** A figure, held against a peer's value or a ratio that was computed round by round. */
export function figure(
  name: string,
  value: number,
  unit: string,
  against?: { readonly peer: string } & ({ readonly value: number } | { readonly ratio: number }),
): Figure {
  const ratio = against && ('ratio' in against ? against.ratio : value / against.value);
  return {
    name,
    value: finite(value),
    unit,
    ratio: ratio === undefined ? null : finite(ratio),
    peer: against?.peer ?? null,
  };
}

/** To four significant digits, which is more than any of them is good for. */
function finite(value: number): number | null {
  return Number.isFinite(value) ? Number(value.toPrecision(4)) : null;
}
