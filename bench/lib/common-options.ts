import { parseArgs } from 'node:util';
import type { About } from './suite.ts';

/** What every suite is told, whatever it measures. */
export interface CommonOptions {
  readonly asJson: boolean;
  readonly isQuick: boolean;
  readonly limitMs: number | undefined;
  /** What is left for the suite. */
  readonly rest: readonly string[];
}

/** Takes the options of every suite out of the arguments; what is wrong with them, in words. */
export function takeCommonOptions(
  args: readonly string[],
  own: About['options'],
): CommonOptions | string {
  const options = {
    ...Object.fromEntries(Object.entries(own).map(([each, { type }]) => [each, { type }])),
    json: { type: 'boolean' },
    quick: { type: 'boolean' },
    'limit-minutes': { type: 'string' },
  } as const;
  try {
    const { values, tokens } = parseArgs({ args: [...args], options, tokens: true });
    const limitMinutes = Number(values['limit-minutes'] ?? NaN);
    if (values['limit-minutes'] !== undefined && !(limitMinutes > 0)) {
      return `--limit-minutes must be a number of minutes, not '${values['limit-minutes']}'.`;
    }
    const rest = tokens.flatMap((token) => {
      if (token.kind !== 'option' || !(token.name in own)) return [];
      return token.value === undefined ? [token.rawName] : [token.rawName, token.value];
    });
    const limitMs = Number.isNaN(limitMinutes) ? undefined : limitMinutes * 60_000;
    return { asJson: values.json ?? false, isQuick: values.quick ?? false, limitMs, rest };
  } catch (error) {
    return (error as Error).message;
  }
}
