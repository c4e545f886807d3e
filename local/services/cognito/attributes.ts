import { invalidParameter } from './errors.ts';
import type { StoredUser } from './types.ts';

// documented: https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html
const standardAttributes = new Set([
  ...['address', 'birthdate', 'email', 'email_verified', 'family_name', 'gender', 'given_name'],
  ...['locale', 'middle_name', 'name', 'nickname', 'phone_number', 'phone_number_verified'],
  ...['picture', 'preferred_username', 'profile', 'updated_at', 'website', 'zoneinfo'],
]);

const administratorOnly = new Set(['email_verified', 'phone_number_verified']);
const booleanAttributes = new Set(['email_verified', 'phone_number_verified']);

/** Who asks: users may not mark their own address as verified. */
export type AttributeWriter = 'administrator' | 'user';

/** Throws `InvalidParameterException` unless `writer` may set every attribute in the pool's schema. */
export function requireWritable(
  attributes: Readonly<Record<string, string>>,
  customAttributes: readonly string[],
  writer: AttributeWriter,
  occasion: 'create' | 'update',
): void {
  const names = Object.keys(attributes);
  // assumed: the words.
  if (names.includes('sub')) throw invalidParameter('Cannot modify the non-mutable attribute sub');
  const unknown = names.filter(
    (name) => !standardAttributes.has(name) && !isCustom(name, customAttributes),
  );
  if (unknown.length > 0) throw notInSchema(unknown, occasion);
  const reserved = names.find((name) => administratorOnly.has(name));
  // assumed: Cognito refuses this one, in words close to these.
  if (writer === 'user' && reserved) {
    throw invalidParameter(`Cannot modify the non-mutable attribute ${reserved}`);
  }
  const { email } = attributes;
  // assumed: the words.
  if (email && !isEmail(email)) throw invalidParameter('Invalid email address format.');
}

// observed: https://github.com/aws-amplify/amplify-flutter/issues/509 (creating)
// observed: https://github.com/aws-amplify/amplify-flutter/issues/1531 (updating)
function notInSchema(names: readonly string[], occasion: 'create' | 'update'): Error {
  const ending = 'Attribute does not exist in the schema.\n';
  if (occasion === 'update') {
    return invalidParameter(names.map((name) => `user.${name}: ${ending}`).join(''));
  }
  const lines = names.map((name) => `${name}: ${ending}`).join('');
  return invalidParameter(`Attributes did not conform to the schema: ${lines}`);
}

/** Whether `text` looks like an e-mail address: something, an at sign, something. */
export function isEmail(text: string): boolean {
  return /^[^\s@]+@[^\s@]+$/.test(text);
}

/** A user's attributes as the API lists them, `sub` included. */
export function attributeList(user: StoredUser): { Name: string; Value: string }[] {
  const own = Object.entries(user.attributes).map(([Name, Value]) => ({ Name, Value }));
  return [...own, { Name: 'sub', Value: user.sub }];
}

/** A user's attributes as ID token claims: verified flags are booleans, the rest text. */
export function attributeClaims(user: StoredUser): Record<string, string | boolean> {
  return Object.fromEntries(
    Object.entries(user.attributes).map(([name, value]) => [
      name,
      booleanAttributes.has(name) ? value === 'true' : value,
    ]),
  );
}

function isCustom(name: string, customAttributes: readonly string[]): boolean {
  return name.startsWith('custom:') && customAttributes.includes(name.slice('custom:'.length));
}
