import type { AcceptedSubscription } from '../types.ts';
import { isScalar } from './filter-operators.ts';
import { createSubscriptionMatcher, effectiveRules, valueAt, type Matcher } from './filter.ts';

/** Finds the subscriptions a message goes to without asking those it cannot go to. */
export interface SubscriptionIndex<T extends Indexed> {
  add(entry: T): void;
  remove(entry: T): void;
  /** Exactly those whose filter passes `result`, each once. */
  matching(result: unknown): T[];
  /** The dotted paths some entry filters on that `result` has no value for. */
  unanswered(result: unknown): string[];
  readonly size: number;
}

/** Anything with an accepted subscription. */
export interface Indexed {
  readonly accepted: AcceptedSubscription;
}

/** `value` at `path` is necessary for a subscription to match (or one of several such pairs is). */
interface Key {
  readonly path: string;
  readonly value: unknown;
}

/** An entry with what its filter was made into. */
interface Filed<T> {
  readonly entry: T;
  readonly matches: Matcher;
  readonly keys: readonly Key[] | undefined;
}

interface Keyed<T> {
  readonly names: readonly string[];
  /** One that is alone under its value, as most are, needs no Set. */
  readonly byValue: Map<unknown, Filed<T> | Set<Filed<T>>>;
}

/**
 * An index for the subscriptions of one mutation field. Each is filed under values its filter
 * demands: one argument's, or of each filter group those of one `eq` or `in` rule. A message looks
 * up its own values; only subscriptions that demand no value are asked one by one.
 */
export function createSubscriptionIndex<T extends Indexed>(): SubscriptionIndex<T> {
  const entries = new Map<T, Filed<T>>();
  const keyed = new Map<string, Keyed<T>>();
  const unkeyed = new Set<Filed<T>>();

  return {
    add(entry) {
      if (entries.has(entry)) return;
      const keys = chooseKeys(entry.accepted, crowd);
      const filed = { entry, matches: createSubscriptionMatcher(entry.accepted), keys };
      entries.set(entry, filed);
      if (!keys) unkeyed.add(filed);
      else for (const key of keys) file(filed, key);
    },
    remove(entry) {
      const filed = entries.get(entry);
      if (!filed) return;
      for (const key of filed.keys ?? []) unfile(filed, key);
      unkeyed.delete(filed);
      entries.delete(entry);
    },
    matching(result) {
      const found: T[] = [];
      let several: Set<T> | undefined; // two groups of a filter may both hold
      const ask = ({ entry, matches, keys }: Filed<T>): void => {
        if (!matches(result)) return;
        if (!keys || keys.length === 1) found.push(entry);
        else (several ??= new Set()).add(entry);
      };
      for (const filed of unkeyed) ask(filed);
      for (const { names, byValue } of keyed.values()) {
        const filed = byValue.get(valueAt(result, names));
        if (filed instanceof Set) filed.forEach(ask);
        else if (filed) ask(filed);
      }
      return several ? [...found, ...several] : found;
    },
    unanswered: (result) =>
      [...keyed].filter(([, { names }]) => valueAt(result, names) === null).map(([path]) => path),
    get size() {
      return entries.size;
    },
  };

  function crowd({ path, value }: Key): number {
    const filed = keyed.get(path)?.byValue.get(value);
    return filed instanceof Set ? filed.size : filed ? 1 : 0;
  }

  function file(filed: Filed<T>, { path, value }: Key): void {
    const at: Keyed<T> = keyed.get(path) ?? { names: path.split('.'), byValue: new Map() };
    keyed.set(path, at);
    const others = at.byValue.get(value);
    if (others instanceof Set) others.add(filed);
    else if (others !== filed) at.byValue.set(value, others ? new Set([others, filed]) : filed);
  }

  function unfile(filed: Filed<T>, { path, value }: Key): void {
    const at = keyed.get(path);
    const here = at?.byValue.get(value);
    if (!at || !here) return;
    if (here instanceof Set) here.delete(filed);
    if (here === filed || (here instanceof Set && here.size === 0)) at.byValue.delete(value);
    if (at.byValue.size === 0) keyed.delete(path);
  }
}

/**
 * The keys to file a subscription under, or undefined when it demands no value. Among several
 * possible ones those with the fewest others under them: `reportId` rather than `status`.
 */
function chooseKeys(
  accepted: AcceptedSubscription,
  crowd: (key: Key) => number,
): readonly Key[] | undefined {
  const alternatives = accepted.filter
    ? accepted.filter.filterGroup.map((group) => effectiveRules(group.filters).flatMap(demanded))
    : [argumentKeys(accepted.args)];
  const chosen: Key[] = [];
  for (const possible of alternatives) {
    const best = leastCrowded(possible, crowd);
    if (!best) return undefined;
    chosen.push(...best);
  }
  return chosen;
}

function argumentKeys(args: Readonly<Record<string, unknown>>): readonly (readonly Key[])[] {
  return Object.entries(args)
    .filter(([, value]) => value !== undefined)
    .map(([path, value]) => [{ path, value }]);
}

/** The keys of a rule that only lets certain values through: at most one alternative. */
function demanded(rule: {
  fieldName: string;
  operator: string;
  value: unknown;
}): readonly (readonly Key[])[] {
  const path = rule.fieldName;
  if (rule.operator === 'eq') return [[{ path, value: rule.value }]];
  if (rule.operator !== 'in' || !Array.isArray(rule.value)) return [];
  return [[...new Set(rule.value.filter(isScalar))].map((value) => ({ path, value }))];
}

function leastCrowded(
  possible: readonly (readonly Key[])[],
  crowd: (key: Key) => number,
): readonly Key[] | undefined {
  const weigh = (keys: readonly Key[]): number => keys.reduce((sum, key) => sum + crowd(key), 0);
  let best: { keys: readonly Key[]; weight: number } | undefined;
  for (const keys of possible) {
    const weight = weigh(keys);
    if (!best || weight < best.weight) best = { keys, weight };
  }
  return best?.keys;
}
