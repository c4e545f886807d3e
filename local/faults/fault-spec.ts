import { LocalError } from '../errors.ts';
import {
  COMMON_KEYS,
  describe,
  FAULT_POINTS,
  isFaultPoint,
  listFaults,
  type FaultPoint,
  type FaultPointName,
  type ValueForm,
} from './catalogue.ts';
import {
  DURATION_FORM,
  parseDuration,
  parseRange,
  RANGE_FORM,
  type DurationRange,
} from './duration.ts';

/** A fault as it was asked for: what, and on which of its occasions. */
export interface FaultSpec {
  readonly text: string;
  readonly point: FaultPointName;
  readonly action: string;
  /** The action's value, when it is one of a list. */
  readonly choice?: string;
  /** The action's value, when it is a time. */
  readonly duration?: DurationRange;
  /** Where its occasions are: `point` itself, or what that stands for. */
  readonly at: readonly FaultPointName[];
  readonly probability?: number;
  readonly nth?: number;
  readonly every?: number;
  readonly from?: number;
  readonly first?: number;
  readonly match?: string;
  readonly not?: string;
  /** `user`, or part of a function's name. */
  readonly by?: string;
  readonly forMs?: number;
  /** How long into an invocation. */
  readonly after?: DurationRange;
  /** Which of an invocation's calls. */
  readonly call?: number;
}

type Mutable = { -readonly [Key in keyof FaultSpec]: FaultSpec[Key] };

/** Reads `<point>:<action>[=<value>][,<key>=<value>...]`; throws `ERR_FAULT` saying what is wrong and what there is. */
export function parseFaultSpec(text: string): FaultSpec {
  const wrong = (what: string): LocalError =>
    new LocalError('ERR_FAULT', `The fault '${text}' ${what}`);
  const colon = text.indexOf(':');
  const pointName = colon < 0 ? text : text.slice(0, colon);
  if (!isFaultPoint(pointName)) {
    throw wrong(
      `names no point I know: '${pointName}'. A fault is <point>:<action>[=<value>][,<key>=<value>...]; there are\n${listFaults()}`,
    );
  }
  const point = FAULT_POINTS[pointName];
  const items = colon < 0 ? [] : text.slice(colon + 1).split(',');
  const [head = '', ...rest] =
    point.usual !== undefined && startsWithKey(point, items[0]) ? [point.usual, ...items] : items;
  const [action, value] = splitOnce(head);
  const form = Object.hasOwn(point.actions, action) ? point.actions[action] : undefined;
  if (!form) {
    const list = Object.entries(point.actions).map(describe).join(', ');
    const given = action === '' ? 'has no action' : `has an unknown action: '${action}'`;
    throw wrong(`${given}. ${pointName} has ${list}.`);
  }
  const covers = (point.covers ?? [pointName]) as readonly FaultPointName[];
  const spec: Mutable = { text, point: pointName, action, at: covers };
  setValue(spec, form.value, value, wrong);
  for (const item of rest) setKey(spec, point, item, wrong);
  return spec;
}

/** `calls:nth=3`: the action is left out where there is a usual one. */
function startsWithKey(point: FaultPoint, item: string | undefined): boolean {
  const [name] = splitOnce(item ?? '');
  return name === '' || keysOf(point).includes(name);
}

function setValue(
  spec: Mutable,
  form: ValueForm,
  given: string | undefined,
  wrong: (what: string) => LocalError,
): void {
  const value = given ?? ('otherwise' in form ? form.otherwise : undefined);
  switch (form.kind) {
    case 'none':
      if (value !== undefined)
        throw wrong(`has a value '${value}' where ${spec.action} takes none.`);
      return;
    case 'choice':
      if (value === undefined || !form.of.includes(value)) {
        throw wrong(
          `has the value '${value ?? ''}' where ${spec.action} takes ${form.of.join(', ')}.`,
        );
      }
      spec.choice = value;
      return;
    default: {
      const range = parseRange(value ?? '');
      const isOne = range?.fromMs === range?.toMs;
      if (!range || (form.kind === 'duration' && !isOne)) {
        const wanted = form.kind === 'duration' ? DURATION_FORM : RANGE_FORM;
        throw wrong(`needs a time after ${spec.action}=: ${wanted}; not '${value ?? ''}'.`);
      }
      if (form.kind === 'duration' && range.fromMs === 0) throw wrong('needs a time above 0.');
      spec.duration = range;
    }
  }
}

function setKey(
  spec: Mutable,
  point: FaultPoint,
  item: string,
  wrong: (what: string) => LocalError,
): void {
  const [key, value = ''] = splitOnce(item);
  if (!keysOf(point).includes(key)) {
    throw wrong(`has an unknown key: '${key}'. ${spec.point} takes ${keysOf(point).join(', ')}.`);
  }
  const count = (): number => {
    if (/^[1-9]\d{0,8}$/.test(value)) return Number(value);
    throw wrong(`needs a number from 1 after ${key}=, not '${value}'.`);
  };
  const words = (): string => {
    if (value !== '') return value;
    throw wrong(`needs a text after ${key}=.`);
  };
  switch (key) {
    case 'p':
      spec.probability = Number(value);
      if (!/^\d*\.?\d+$/.test(value) || spec.probability > 1) {
        throw wrong(`needs a probability from 0 to 1 after p=, not '${value}'.`);
      }
      return;
    case 'nth':
    case 'every':
    case 'from':
    case 'first':
    case 'call':
      spec[key] = count();
      return;
    case 'match':
    case 'not':
    case 'by':
      spec[key] = words();
      return;
    case 'for':
      spec.forMs = parseDuration(value);
      if (spec.forMs === undefined)
        throw wrong(`needs ${DURATION_FORM} after for=, not '${value}'.`);
      return;
    case 'after':
      spec.after = parseRange(value);
      if (spec.after === undefined)
        throw wrong(`needs ${RANGE_FORM} after after=, not '${value}'.`);
      return;
    case 'of':
      spec.at = value.split('+').map((name) => {
        if (point.covers?.includes(name)) return name as FaultPointName;
        throw wrong(`has '${name}' in of=; it takes ${point.covers?.join('+') ?? ''}.`);
      });
  }
}

function keysOf({ keys = [] }: FaultPoint): readonly string[] {
  return [...COMMON_KEYS, ...keys];
}

function splitOnce(item: string): [string, string | undefined] {
  const equals = item.indexOf('=');
  return equals < 0 ? [item, undefined] : [item.slice(0, equals), item.slice(equals + 1)];
}
