import { CognitoError, invalidParameter } from './errors.ts';

/** One request's fields, read with Cognito's own complaints when they are absent or of the wrong type. */
export interface Input {
  /** A string that must be there and not be empty. */
  text(name: string): string;
  optionalText(name: string): string | undefined;
  optionalFlag(name: string): boolean | undefined;
  optionalNumber(name: string): number | undefined;
  /** A map of strings; empty when absent. */
  textMap(name: string): Readonly<Record<string, string>>;
  /** A list of strings; undefined when absent. */
  optionalTextList(name: string): readonly string[] | undefined;
  /** A list of `{ Name, Value }` as a record; empty when absent. */
  attributes(name: string): Readonly<Record<string, string>>;
}

/** Reads `body`, a parsed JSON object. */
export function createInput(body: Readonly<Record<string, unknown>>): Input {
  return {
    text: (name) => requireText(name, body[name]),
    optionalText: (name) => optional(body[name], asText),
    optionalFlag: (name) => optional(body[name], asFlag),
    optionalNumber: (name) => optional(body[name], asNumber),
    textMap: (name) => optional(body[name], asTextMap) ?? {},
    optionalTextList: (name) => optional(body[name], asTextList),
    attributes: (name) => optional(body[name], asAttributes) ?? {},
  };
}

function optional<T>(value: unknown, read: (value: unknown) => T): T | undefined {
  return value === undefined || value === null ? undefined : read(value);
}

function requireText(name: string, value: unknown): string {
  const member = name.charAt(0).toLowerCase() + name.slice(1);
  if (value === undefined || value === null) throw constraint('null', member, 'not be null');
  const text = asText(value);
  // assumed: the service's generic wording for an empty member.
  if (text === '') throw constraint("''", member, 'have length greater than or equal to 1');
  return text;
}

// observed: https://github.com/apereo/cas/pull/5022 and https://github.com/amazon-archives/amazon-cognito-auth-js/issues/65 (the words)
function constraint(value: string, member: string, rule: string): CognitoError {
  return invalidParameter(
    `1 validation error detected: Value ${value} at '${member}' failed to satisfy constraint: Member must ${rule}`,
  );
}

function asText(value: unknown): string {
  if (typeof value === 'string') return value;
  throw notConvertible(value, 'a String');
}

function asFlag(value: unknown): boolean {
  if (typeof value === 'boolean') return value;
  throw notConvertible(value, 'a Boolean');
}

function asNumber(value: unknown): number {
  if (typeof value === 'number') return value;
  throw notConvertible(value, 'an Integer');
}

function asTextMap(value: unknown): Record<string, string> {
  const entries = Object.entries(asObject(value));
  return fromEntries(entries.filter(([, v]) => v !== null).map(([k, v]) => [k, asText(v)]));
}

function asTextList(value: unknown): readonly string[] {
  if (!Array.isArray(value))
    throw new CognitoError('SerializationException', 'Expected list or null');
  return value.map(asText);
}

function asAttributes(value: unknown): Record<string, string> {
  if (!Array.isArray(value))
    throw new CognitoError('SerializationException', 'Expected list or null');
  return fromEntries(
    value.map((entry) => {
      const { Name, Value } = asObject(entry);
      return [requireText('Name', Name), asText(Value ?? '')];
    }),
  );
}

function asObject(value: unknown): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as Record<string, unknown>;
  }
  throw new CognitoError(
    'SerializationException',
    'Start of structure or map found where not expected.',
  );
}

/** A record without a prototype: names come from the network. */
function fromEntries(entries: readonly (readonly [string, string])[]): Record<string, string> {
  return Object.assign(Object.create(null) as Record<string, string>, Object.fromEntries(entries));
}

// assumed: the wording of AWS's JSON protocol for a value of the wrong type.
function notConvertible(value: unknown, wanted: string): CognitoError {
  const kind = Array.isArray(value) ? 'ARRAY' : (typeof value).toUpperCase();
  return new CognitoError(
    'SerializationException',
    `${kind}_VALUE cannot be converted to ${wanted}`,
  );
}
