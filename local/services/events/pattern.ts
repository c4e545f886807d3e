import { parseLeaf, type LeafTest } from './pattern-operators.ts';

/** Says whether an event is one that a rule wants. */
export type EventTest = (event: unknown) => boolean;

/**
 * Reads an event pattern: every field it names must be in the event with one of the listed values. Throws with the
 * field and the reason for what EventBridge would refuse.
 */
// documented: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
export function parsePattern(pattern: unknown): EventTest {
  return parseObject(pattern, '');
}

function parseObject(pattern: unknown, path: string): EventTest {
  if (!isObject(pattern)) throw new Error(`${path || 'the pattern'} must be an object or a list`);
  const fields = Object.entries(pattern);
  if (fields.length === 0) throw new Error(`${path || 'the pattern'} is empty`);
  const tests = fields.map(([name, wanted]) => {
    const at = path ? `${path}.${name}` : name;
    if (name === '$or') return parseOr(wanted, path);
    if (Array.isArray(wanted)) return fieldTest(name, parseList(wanted, at));
    return fieldTest(name, parseObject(wanted, at));
  });
  // One element of an array of objects must satisfy all that is said of it.
  return (event) =>
    Array.isArray(event)
      ? event.some((element) => tests.every((test) => test(element)))
      : tests.every((test) => test(event));
}

// documented: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html ($or)
function parseOr(wanted: unknown, path: string): EventTest {
  if (!Array.isArray(wanted) || wanted.length < 2) {
    throw new Error(`${path ? `${path}.` : ''}$or takes a list of two or more patterns`);
  }
  const tests = wanted.map((each) => parseObject(each, path));
  return (event) => tests.some((test) => test(event));
}

function parseList(wanted: readonly unknown[], at: string): EventTest {
  if (wanted.length === 0) throw new Error(`${at} is an empty list`);
  const tests: LeafTest[] = wanted.map((element) => {
    try {
      return parseLeaf(element);
    } catch (error) {
      throw new Error(`${at}: ${(error as Error).message}`, { cause: error });
    }
  });
  // documented: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns-arrays.html (any of its values)
  // assumed: an array that is empty counts as one value that is not there
  return (value) => {
    const values: unknown[] = Array.isArray(value) && value.length > 0 ? value : [value];
    return values.some((each) => {
      const leaf = Array.isArray(each) ? undefined : each;
      return tests.some((test) => test(leaf));
    });
  };
}

function fieldTest(name: string, test: EventTest): EventTest {
  return (event) => test(isObject(event) && Object.hasOwn(event, name) ? event[name] : undefined);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
