import type { BusEvent } from './entry.ts';
import { parsePath, type ReadPath } from './json-path.ts';

/** What a target is given in place of the whole event; at most one of these. */
export interface InputOptions {
  /** JSON. */
  readonly Input?: string;
  readonly InputPath?: string;
  readonly InputTransformer?: {
    readonly InputPathsMap?: Readonly<Record<string, string>>;
    readonly InputTemplate?: string;
  };
}

/** The rule an event came by. */
export interface RuleIdentity {
  readonly name: string;
  readonly arn: string;
}

/** Makes the JSON a target gets; throws when a template makes none. */
export type MakeInput = (event: BusEvent, rule: RuleIdentity, nowMs: number) => string;

/** Reads how a target wants its events; throws with the reason for what EventBridge would refuse. */
export function parseInput({ Input, InputPath, InputTransformer }: InputOptions): MakeInput {
  // documented: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_Target.html (they exclude each other)
  if ([Input, InputPath, InputTransformer].filter((each) => each !== undefined).length > 1) {
    throw new Error('only one of Input, InputPath and InputTransformer is possible');
  }
  if (Input !== undefined) {
    requireJson(Input, 'Input');
    return () => Input;
  }
  if (InputPath !== undefined) {
    const read = parsePath(InputPath);
    // assumed: what is not there is null
    return (event) => JSON.stringify(read(event) ?? null);
  }
  if (InputTransformer) return parseTransformer(InputTransformer);
  return (event) => JSON.stringify(event);
}

type Transformer = NonNullable<InputOptions['InputTransformer']>;

function parseTransformer({ InputPathsMap = {}, InputTemplate }: Transformer): MakeInput {
  if (InputTemplate === undefined) throw new Error('InputTransformer needs an InputTemplate');
  const paths = new Map<string, ReadPath>(
    Object.entries(InputPathsMap).map(([name, path]) => [name, parsePath(path)]),
  );
  for (const [, name = ''] of InputTemplate.matchAll(/<([\w.-]+)>/g)) {
    if (!paths.has(name) && !RESERVED.includes(name)) {
      throw new Error(`InputTemplate uses <${name}>, which InputPathsMap does not have`);
    }
  }
  return (event, rule, nowMs) => {
    const reserved = reservedValues(event, rule, nowMs);
    const made = fill(InputTemplate, (name) =>
      paths.has(name) ? paths.get(name)?.(event) : reserved[name],
    );
    requireJson(made, 'what InputTemplate makes of the event');
    return made;
  };
}

// documented: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html (predefined variables)
const RESERVED = [
  'aws.events.rule-arn',
  'aws.events.rule-name',
  'aws.events.event.ingestion-time',
  'aws.events.event',
  'aws.events.event.json',
];

function reservedValues(event: BusEvent, rule: RuleIdentity, nowMs: number) {
  const values: Readonly<Record<string, unknown>> = {
    'aws.events.rule-arn': rule.arn,
    'aws.events.rule-name': rule.name,
    'aws.events.event.ingestion-time': new Date(nowMs).toISOString(),
    'aws.events.event': (({ detail: _detail, ...rest }) => rest)(event),
    'aws.events.event.json': event,
  };
  return values;
}

/**
 * Puts values in the places of `<name>`: as JSON by itself, as bare text inside quotes.
 * documented: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
 * assumed: a value that is not there is an empty text
 */
function fill(template: string, valueOf: (name: string) => unknown): string {
  let isQuoted = false;
  return template.replace(/\\.|"|<([\w.-]+)>/gs, (found, name: string | undefined) => {
    if (found === '"') isQuoted = !isQuoted;
    if (name === undefined) return found;
    const value = valueOf(name) ?? '';
    if (!isQuoted) return JSON.stringify(value);
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return JSON.stringify(text).slice(1, -1);
  });
}

function requireJson(text: string, what: string): void {
  try {
    JSON.parse(text);
  } catch (error) {
    throw new Error(`${what} is not JSON: ${text}`, { cause: error });
  }
}
