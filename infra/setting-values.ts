import type { Node } from 'constructs';

/** Reads settings one by one: properties before context before the default; throws, naming the setting, for what cannot be. */
export function createSettingReader(node: Node, given: Readonly<Record<string, unknown>>) {
  const value = (name: string): unknown => given[name] ?? (node.tryGetContext(name) as unknown);
  const refuse = (name: string, allowed: string, found: unknown): never => {
    throw new Error(`${name} must be ${allowed}, not ${String(found)}.`);
  };
  return {
    wholeNumber(name: string, [least, most]: readonly [number, number], otherwise: number): number {
      const found = value(name) ?? otherwise;
      const number = found === '' ? Number.NaN : Number(found);
      if (Number.isInteger(number) && number >= least && number <= most) return number;
      return refuse(name, `a whole number from ${least} to ${most}`, found);
    },
    numberOf(name: string, choices: readonly number[], otherwise: number): number {
      const found = value(name) ?? otherwise;
      if (choices.includes(Number(found))) return Number(found);
      return refuse(name, `one of ${choices.join(', ')}`, found);
    },
    yesOrNo(name: string, otherwise: boolean): boolean {
      const found = value(name) ?? otherwise;
      if (found === true || found === 'true') return true;
      if (found === false || found === 'false') return false;
      return refuse(name, 'true or false', found);
    },
    choice<Choice extends string>(
      name: string,
      choices: readonly Choice[],
      otherwise: Choice,
    ): Choice {
      const found = value(name) ?? otherwise;
      const chosen = choices.find((choice) => choice === found);
      return chosen ?? refuse(name, choices.join(' or '), found);
    },
    /** A text of the given form; undefined when it is absent or empty. */
    text(name: string, form: RegExp, allowed: string): string | undefined {
      const found = value(name);
      if (found === undefined || found === '') return undefined;
      if (typeof found === 'string' && form.test(found)) return found;
      return refuse(name, allowed, found);
    },
    /** Texts of the given form: an array, or one text with commas. */
    texts(
      name: string,
      form: RegExp,
      allowed: string,
      otherwise: readonly string[],
    ): readonly string[] {
      const found = value(name) ?? otherwise;
      const items: readonly unknown[] = Array.isArray(found) ? found : splitList(found);
      return items.map((item) =>
        typeof item === 'string' && form.test(item) ? item : refuse(name, allowed, item),
      );
    },
  };
}

function splitList(list: unknown): readonly unknown[] {
  if (typeof list !== 'string') return [list];
  return list
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}
