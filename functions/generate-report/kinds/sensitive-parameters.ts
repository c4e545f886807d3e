/**
 * Parameters that name somebody or something private, by kind: their values never reach the log, wherever an error may
 * quote them. No kind has one yet; `definition` and `parameters` as fields of a line are hidden for every kind.
 */
export const SENSITIVE_PARAMETERS: Readonly<Record<string, readonly string[]>> = {};

/** The texts to keep out of the log for an order of this kind. */
export function sensitiveTexts(
  kind: string,
  parameters: unknown,
  marked: Readonly<Record<string, readonly string[]>> = SENSITIVE_PARAMETERS,
): string[] {
  const given = (parameters ?? {}) as Readonly<Record<string, unknown>>;
  const names = Object.hasOwn(marked, kind) ? (marked[kind] ?? []) : [];
  return names
    .map((name) => given[name])
    .filter((value) => typeof value === 'string' || typeof value === 'number')
    .map(String);
}
