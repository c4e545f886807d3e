/**
 * A JSON value as the service's Java engine prints it inside messages and where text was wanted:
 * `{a=1, b=[x, y]}` for objects and lists, the bare text for strings.
 */
export function javaText(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return `[${value.map(javaText).join(', ')}]`;
  if (typeof value === 'object') {
    return `{${Object.entries(value)
      .map(([key, item]) => `${key}=${javaText(item)}`)
      .join(', ')}}`;
  }
  return `${value as string | number | boolean}`;
}

/** The Java class a JSON value has inside the service, as its messages name it. */
export function javaTypeName(value: unknown): string {
  if (typeof value === 'string') return 'String';
  if (typeof value === 'boolean') return 'Boolean';
  if (typeof value === 'number') return Number.isInteger(value) ? 'Integer' : 'Double';
  if (Array.isArray(value)) return 'ArrayList';
  return value === null || value === undefined ? 'null' : 'LinkedHashMap';
}
