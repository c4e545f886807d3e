import type { Clock, Log } from '../host.ts';
import type { FaultPointName } from './catalogue.ts';
import { chance } from './chance.ts';
import type { DurationRange } from './duration.ts';
import { parseFaultSpec, type FaultSpec } from './fault-spec.ts';

/** Something that could go wrong now. */
export interface Occasion {
  /** What `match` looks at. */
  readonly name: string;
  /** Who makes it happen: `user`, `resolver`, or a function's name. */
  readonly by?: string;
}

/** A fault that befalls an occasion, which may still lie ahead. */
export interface Strike {
  readonly spec: FaultSpec;
  /** The action's time; 0 for one without. */
  readonly durationMs: number;
  readonly afterMs: number;
  /** Counts and logs it, with what was hit. */
  happens(hit: string): void;
}

/** A fault that is set. */
export interface Fault {
  readonly spec: FaultSpec;
  /** Counts the occasion and says whether it is one to strike. */
  meet(occasion: Occasion): Strike | undefined;
}

/** A fault, the occasions it has met, and how many of them it struck. */
export interface FaultStatus {
  readonly spec: string;
  readonly seen: number;
  readonly struck: number;
}

/** Sets faults at run time. */
export interface FaultControl {
  readonly seed: number;
  /** Replaces the active faults, all counts from 0. Throws `ERR_FAULT` and changes nothing when one is wrong. */
  set(specs: readonly string[], seed?: number): void;
  active(): readonly FaultStatus[];
  clear(): void;
}

export interface FaultEngine extends FaultControl {
  /** Whether a fault is set at a point: hooks ask nothing more when there is none. */
  isSet(point: FaultPointName): boolean;
  at(point: FaultPointName): readonly Fault[];
  /** Shows an occasion to every fault of a point and takes the first that strikes, as having happened. */
  strike(point: FaultPointName, occasion: Occasion, hit?: string): Strike | undefined;
  /** Calls back after every change, with a signal that ends with the next. */
  onChange(listener: (faults: readonly Fault[], replaced: AbortSignal) => void): void;
  /** Ends with the next change; what is held back by a fault goes on then. */
  readonly replaced: AbortSignal;
}

export interface FaultEngineOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly seed: number;
  /** Throws when a fault cannot be had here. */
  readonly check?: (spec: FaultSpec) => void;
}

interface Active extends Fault {
  readonly status: { spec: string; seen: number; struck: number };
}

/** Decides, occasion by occasion, what fails. Knows nothing of the services. */
export function createFaultEngine(options: FaultEngineOptions): FaultEngine {
  const { clock, log, check } = options;
  const listeners: ((faults: readonly Fault[], replaced: AbortSignal) => void)[] = [];
  let seed = options.seed;
  let faults: readonly Active[] = [];
  let byPoint: ReadonlyMap<FaultPointName, readonly Active[]> = new Map();
  let replaced = new AbortController();

  return {
    get seed() {
      return seed;
    },
    set(texts, newSeed = seed) {
      const specs = texts.map(parseFaultSpec);
      for (const spec of specs) check?.(spec);
      seed = newSeed;
      replace(specs);
      if (specs.length > 0) log.warn('faults are on', { faults: texts, seed });
    },
    active: () => faults.map(({ status }) => ({ ...status })),
    clear() {
      if (faults.length > 0) log.warn('faults are off');
      replace([]);
    },
    isSet: (point) => byPoint.has(point),
    at: (point) => byPoint.get(point) ?? [],
    strike(point, occasion, hit = occasion.name) {
      let first: Strike | undefined;
      // Every fault counts the occasion, whichever of them strikes.
      for (const fault of byPoint.get(point) ?? []) {
        const strike = fault.meet(occasion);
        first ??= strike;
      }
      first?.happens(hit);
      return first;
    },
    onChange: (listener) => void listeners.push(listener),
    get replaced() {
      return replaced.signal;
    },
  };

  function replace(specs: readonly FaultSpec[]): void {
    replaced.abort(new Error('the faults were replaced'));
    replaced = new AbortController();
    const equals = new Map<string, number>();
    faults = specs.map((spec) => {
      const ordinal = equals.get(spec.text) ?? 0;
      equals.set(spec.text, ordinal + 1);
      return createFault(spec, ordinal);
    });
    const points = new Set(specs.flatMap(({ at }) => at));
    byPoint = new Map(
      [...points].map((point) => [point, faults.filter(({ spec }) => spec.at.includes(point))]),
    );
    for (const listener of listeners) listener(faults, replaced.signal);
  }

  function createFault(spec: FaultSpec, ordinal: number): Active {
    const status = { spec: spec.text, seen: 0, struck: 0 };
    const endsAtMs = spec.forMs === undefined ? Infinity : clock.now() + spec.forMs;
    const about = [spec.text, ordinal];
    const seedThen = seed;
    return {
      spec,
      status,
      meet(occasion) {
        if (!isMeant(spec, occasion) || clock.now() >= endsAtMs) return undefined;
        const n = ++status.seen;
        const draw = (what: string): number => chance(seedThen, ...about, n, what);
        if (!isItsTurn(spec, n, () => draw('strike'))) return undefined;
        return {
          spec,
          durationMs: pick(spec.duration, () => draw('duration')),
          afterMs: pick(spec.after, () => draw('after')),
          happens(hit) {
            status.struck++;
            log.warn('fault', { point: spec.point, action: spec.action, hit, occasion: n });
          },
        };
      },
    };
  }
}

function isMeant(spec: FaultSpec, { name, by }: Occasion): boolean {
  if (spec.match !== undefined && !name.includes(spec.match)) return false;
  if (spec.not !== undefined && name.includes(spec.not)) return false;
  if (spec.by !== undefined) {
    return spec.by === 'user' ? by === 'user' : by !== 'user' && (by ?? '').includes(spec.by);
  }
  // What a user's browser asks for is not a call the stack makes.
  return spec.point !== 'calls' || by !== 'user';
}

function isItsTurn(spec: FaultSpec, n: number, draw: () => number): boolean {
  const { nth = n, every = 1, from = 1, first = n, probability = 1 } = spec;
  if (n !== nth || n % every !== 0 || n < from || n > first) return false;
  return probability === 1 || draw() < probability;
}

function pick(range: DurationRange | undefined, draw: () => number): number {
  if (!range) return 0;
  const { fromMs, toMs } = range;
  return fromMs === toMs ? fromMs : Math.round(fromMs + draw() * (toMs - fromMs));
}
