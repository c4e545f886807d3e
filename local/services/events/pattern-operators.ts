import { BlockList, isIP } from 'node:net';

/** Says whether a value of an event is as a pattern wants it; undefined stands for a field that is not there. */
export type LeafTest = (value: unknown) => boolean;

type Argument = Readonly<Record<string, unknown>>;

// documented: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html (all of these)
const OPERATORS: Readonly<Record<string, (argument: unknown) => LeafTest>> = {
  prefix: (argument) => edgeTest('prefix', argument, (value, edge) => value.startsWith(edge)),
  suffix: (argument) => edgeTest('suffix', argument, (value, edge) => value.endsWith(edge)),
  'equals-ignore-case': (argument) => {
    const wanted = textOf('equals-ignore-case', argument).toLowerCase();
    return (value) => typeof value === 'string' && value.toLowerCase() === wanted;
  },
  'anything-but': anythingBut,
  numeric: numericTest,
  exists(argument) {
    if (typeof argument !== 'boolean') throw new Error('exists takes true or false');
    return (value) => isLeaf(value) === argument;
  },
  cidr: cidrTest,
  wildcard(argument) {
    const expression = wildcardExpression(textOf('wildcard', argument));
    return (value) => typeof value === 'string' && expression.test(value);
  },
};

/** Reads one element of a pattern's list: a value to equal, or an operator. Throws with the reason. */
export function parseLeaf(element: unknown): LeafTest {
  if (!isObject(element)) return equals(element);
  const [name, ...others] = Object.keys(element);
  const parse = name !== undefined && Object.hasOwn(OPERATORS, name) ? OPERATORS[name] : undefined;
  if (!parse || others.length > 0) {
    throw new Error(
      `it takes one of ${Object.keys(OPERATORS).join(', ')}, not ${JSON.stringify(element)}`,
    );
  }
  return parse(element[name ?? '']);
}

/** Texts, numbers, true, false and null are leaves; objects, and what is not there, are none. */
function isLeaf(value: unknown): boolean {
  return value !== undefined && !isObject(value);
}

function isObject(value: unknown): value is Argument {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function equals(wanted: unknown): LeafTest {
  if (Array.isArray(wanted)) throw new Error('a list may not hold a list');
  return (value) => value === wanted;
}

function textOf(name: string, argument: unknown): string {
  if (typeof argument === 'string') return argument;
  throw new Error(`${name} takes a text, not ${JSON.stringify(argument)}`);
}

function edgeTest(
  name: string,
  argument: unknown,
  holds: (value: string, edge: string) => boolean,
): LeafTest {
  if (isObject(argument)) {
    if (Object.keys(argument).join() !== 'equals-ignore-case') {
      throw new Error(`${name} takes a text or equals-ignore-case`);
    }
    const edge = textOf(name, argument['equals-ignore-case']).toLowerCase();
    return (value) => typeof value === 'string' && holds(value.toLowerCase(), edge);
  }
  const edge = textOf(name, argument);
  return (value) => typeof value === 'string' && holds(value, edge);
}

/** Any value there is but one, those of a list, or those an operator means. */
function anythingBut(argument: unknown): LeafTest {
  const tests = isObject(argument) ? deniedBy(argument) : [argument].flat().map(deniedValue);
  if (tests.length === 0) throw new Error('anything-but takes at least one value');
  return (value) => isLeaf(value) && !tests.some((test) => test(value));
}

function deniedValue(value: unknown): LeafTest {
  if (typeof value === 'string' || typeof value === 'number') return equals(value);
  throw new Error('anything-but takes texts, numbers or one operator');
}

function deniedBy(argument: Argument): LeafTest[] {
  const [name = '', ...others] = Object.keys(argument);
  if (others.length > 0 || !['prefix', 'suffix', 'equals-ignore-case', 'wildcard'].includes(name)) {
    throw new Error('anything-but takes prefix, suffix, equals-ignore-case or wildcard');
  }
  return [argument[name]].flat().map((each) => parseLeaf({ [name]: each }));
}

const COMPARISONS: Readonly<Record<string, (value: number, than: number) => boolean>> = {
  '=': (value, than) => value === than,
  '>': (value, than) => value > than,
  '>=': (value, than) => value >= than,
  '<': (value, than) => value < than,
  '<=': (value, than) => value <= than,
};

function numericTest(argument: unknown): LeafTest {
  const parts: unknown[] = Array.isArray(argument) ? argument : [];
  const bounds: { compare: string; than: number }[] = [];
  for (let index = 0; index < parts.length; index += 2) {
    const [compare, than] = [parts[index], parts[index + 1]];
    if (typeof compare !== 'string' || !COMPARISONS[compare] || typeof than !== 'number') break;
    bounds.push({ compare, than });
  }
  const [first, second] = bounds;
  const isRange =
    second === undefined || (/^>/.test(first?.compare ?? '') && /^</.test(second.compare));
  // assumed: a range is written from below, as in all of AWS's examples and in its open-source matcher
  if (!first || bounds.length * 2 !== parts.length || bounds.length > 2 || !isRange) {
    throw new Error(
      'numeric takes =, >, >=, < or <= and a number, or a range such as [">", 0, "<=", 5]',
    );
  }
  return (value) =>
    typeof value === 'number' &&
    bounds.every(({ compare, than }) => COMPARISONS[compare]?.(value, than));
}

function cidrTest(argument: unknown): LeafTest {
  const [network = '', bits = '', ...rest] = textOf('cidr', argument).split('/');
  const version = isIP(network);
  const family = version === 6 ? 'ipv6' : 'ipv4';
  if (
    version === 0 ||
    rest.length > 0 ||
    !/^\d{1,3}$/.test(bits) ||
    Number(bits) > (version === 6 ? 128 : 32)
  ) {
    throw new Error('cidr takes an address and a number of bits, for example 10.0.0.0/24');
  }
  const block = new BlockList();
  block.addSubnet(network, Number(bits), family);
  return (value) =>
    typeof value === 'string' && isIP(value) === version && block.check(value, family);
}

/** `*` is any run of characters; `\*` and `\\` are those characters. */
function wildcardExpression(pattern: string): RegExp {
  let source = '';
  let wasStar = false;
  for (let index = 0; index < pattern.length; index++) {
    const character = pattern.charAt(index);
    const isStar = character === '*';
    // documented: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html (no consecutive wildcards)
    if (isStar && wasStar) throw new Error('wildcard takes no two * one after the other');
    wasStar = isStar;
    if (isStar) source += '.*';
    else if (character !== '\\') source += character.replace(/[.+?^${}()|[\]]/g, '\\$&');
    else {
      const escaped = pattern.charAt(++index);
      if (escaped !== '*' && escaped !== '\\')
        throw new Error('wildcard takes \\ only before * and \\');
      source += `\\${escaped}`;
    }
  }
  return new RegExp(`^${source}$`, 's');
}
