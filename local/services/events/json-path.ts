/** Reads one value of an event; undefined when it is not there. */
export type ReadPath = (event: unknown) => unknown;

/**
 * Reads a path such as `$.detail.rows`, `$.detail['a-b'].c[0]` or `$`. Throws for anything else.
 * documented: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html (dots, dashes, names)
 */
export function parsePath(path: string): ReadPath {
  const steps: string[] = [];
  let rest = path.startsWith('$') ? path.slice(1) : 'wrong';
  while (rest !== '') {
    const found = /^(?:\.([\w-]+)|\['([^']+)'\]|\[(\d+)\])/.exec(rest);
    if (!found) throw new Error(`"${path}" is no path such as $.detail.name`);
    steps.push(found[1] ?? found[2] ?? found[3] ?? '');
    rest = rest.slice(found[0].length);
  }
  return (event) =>
    steps.reduce<unknown>(
      (value, step) =>
        typeof value === 'object' && value !== null && Object.hasOwn(value, step)
          ? (value as Record<string, unknown>)[step]
          : undefined,
      event,
    );
}
