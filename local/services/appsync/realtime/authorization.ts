/** A JSON object; the guard everything that came from a client passes first. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The credentials in an authorization object of the protocol (`header`, `extensions.authorization`),
 * by lower-case name. What is not text is left out, as if it had not been sent.
 */
export function readAuthorization(value: unknown): Record<string, string> {
  const entries = isRecord(value) ? Object.entries(value) : [];
  // fromEntries defines own properties: a key `__proto__` stays an ordinary, useless key.
  return Object.fromEntries(
    entries
      .filter((entry): entry is [string, string] => typeof entry[1] === 'string')
      .map(([name, text]) => [name.toLowerCase(), text]),
  );
}
