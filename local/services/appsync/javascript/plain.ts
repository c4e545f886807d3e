import { ResolverFault } from './faults.ts';
import { MAX_VALUE_DEPTH } from './limits.ts';

/**
 * A copy of a value as JSON would carry it, made of this realm's objects: functions and undefined members are left
 * out, and what is no JSON number is null. Answers undefined for undefined. Throws a ResolverFault for a value that
 * contains itself or a BigInt.
 */
export function plain(value: unknown, depth = 0): unknown {
  switch (typeof value) {
    case 'string':
    case 'boolean':
    case 'undefined':
      return value;
    case 'number':
      return Number.isFinite(value) ? value : null;
    case 'bigint':
      throw new ResolverFault('TypeError', 'a BigInt cannot be written as JSON');
    case 'object':
      break;
    default:
      return undefined;
  }
  if (value === null) return null;
  if (depth > MAX_VALUE_DEPTH) {
    throw new ResolverFault('TypeError', 'the value contains itself or is nested too deeply');
  }
  // Not value.map: that is the realm's, counts as a loop of the code's, and gives an array of the realm.
  if (Array.isArray(value)) return Array.from(value, (item) => plain(item, depth + 1) ?? null);
  const members: Record<string, unknown> = {};
  for (const key of Object.keys(value)) {
    const member = plain((value as Record<string, unknown>)[key], depth + 1);
    if (member !== undefined) setMember(members, key, member);
  }
  return members;
}

/** A value as text: a text itself, anything else as JSON. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(plain(value) ?? null);
}

/** Sets a member of a plain object, also one named `__proto__`, which assignment would not store. */
export function setMember(members: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__') {
    Object.defineProperty(members, key, {
      value,
      enumerable: true,
      writable: true,
      configurable: true,
    });
  } else {
    members[key] = value;
  }
}

/** Whether a value is an object with named members: no array, no null. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
