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

interface Keyed<T> {
  readonly names: readonly string[];
  readonly byValue: Map<unknown, Set<T>>;
}

/**
 * An index for the subscriptions of one mutation field. Each is filed under values its filter
 * demands: one argument's, or of each filter group those of one `eq` or `in` rule. A message looks
 * up its own values; only subscriptions that demand no value are asked one by one.
 */
export function createSubscriptionIndex<T extends Indexed>(): SubscriptionIndex<T> {
  const entries = new Map<
    T,
    { readonly matches: Matcher; readonly keys: readonly Key[] | undefined }
  >();
  const keyed = new Map<string, Keyed<T>>();
  const unkeyed = new Set<T>();

  return {
    add(entry) {
      if (entries.has(entry)) return;
      const keys = chooseKeys(entry.accepted, (key) => bucket(key)?.size ?? 0);
      entries.set(entry, { matches: createSubscriptionMatcher(entry.accepted), keys });
      if (!keys) unkeyed.add(entry);
      else for (const key of keys) file(entry, key);
    },
    remove(entry) {
      for (const key of entries.get(entry)?.keys ?? []) unfile(entry, key);
      unkeyed.delete(entry);
      entries.delete(entry);
    },
    matching(result) {
      const found = new Set<T>(); // two groups of a filter may both hold
      for (const entry of unkeyed) if (entries.get(entry)?.matches(result)) found.add(entry);
      for (const { names, byValue } of keyed.values()) {
        for (const entry of byValue.get(valueAt(result, names)) ?? []) {
          if (entries.get(entry)?.matches(result)) found.add(entry);
        }
      }
      return [...found];
    },
    unanswered: (result) =>
      [...keyed].filter(([, { names }]) => valueAt(result, names) === null).map(([path]) => path),
    get size() {
      return entries.size;
    },
  };

  function bucket(key: Key): Set<T> | undefined {
    return keyed.get(key.path)?.byValue.get(key.value);
  }

  function file(entry: T, key: Key): void {
    const at = keyed.get(key.path) ?? {
      names: key.path.split('.'),
      byValue: new Map<unknown, Set<T>>(),
    };
    keyed.set(key.path, at);
    const filed = at.byValue.get(key.value);
    if (filed) filed.add(entry);
    else at.byValue.set(key.value, new Set([entry]));
  }

  function unfile(entry: T, key: Key): void {
    const at = keyed.get(key.path);
    const filed = at?.byValue.get(key.value);
    if (!at || !filed) return;
    filed.delete(entry);
    if (filed.size === 0) at.byValue.delete(key.value);
    if (at.byValue.size === 0) keyed.delete(key.path);
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
