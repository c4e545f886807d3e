import { Option, type Command } from 'commander';
import { toldDefault, type InputOption } from './catalogue.ts';
import type { Given } from './order-of.ts';
import { readValue, wrong } from './values.ts';

/** What stands for a value in the help, by type. */
const PLACEHOLDERS: Readonly<Record<string, string>> = {
  Int: 'n',
  Float: 'n',
  AWSDate: 'YYYY-MM-DD',
};

/** Adds an option for each input of the schema; the function it gives tells, after parsing, what was written. */
export function addInputs(command: Command, inputs: readonly InputOption[]): () => Given {
  const options = inputs.map((input) => ({ input, option: toOption(input) }));
  for (const { option } of options) command.addOption(option);
  return () => {
    const given = new Map<InputOption, unknown>();
    for (const { input, option } of options) {
      const value: unknown = command.getOptionValue(option.attributeName());
      if (value !== undefined) given.set(input, value);
    }
    return given;
  };
}

function toOption(input: InputOption): Option {
  const { names, type, isList } = input;
  // Commander's suggestions and attribute names go by the last name.
  const flags = names
    .toReversed()
    .map((name) => `--${name}`)
    .join(', ');
  if (type === 'Boolean') return new Option(flags, describe(input));
  const placeholder = PLACEHOLDERS[type] ?? input.path.at(-1) ?? 'value';
  return new Option(`${flags} <${placeholder}>`, describe(input)).argParser(
    (text: string, before: unknown): unknown => {
      const value = readValue(input, text);
      if (isList) return [...((before as unknown[] | undefined) ?? []), value];
      if (before !== undefined) throw wrong(`--${names[0] ?? ''} is given twice`);
      return value;
    },
  );
}

/** The schema's words, the values to choose from, and what holds when it is left out. */
function describe(input: InputOption): string {
  const { doc, values, isRequired, type } = input;
  const byDefault = type === 'Boolean' ? undefined : toldDefault(input);
  const facts: string[] = [];
  if (values) facts.push(values.join(', ').toLowerCase());
  if (isRequired) facts.push('required');
  if (byDefault !== undefined) facts.push(`default: ${byDefault}`);
  return facts.length === 0 ? doc : `${doc} (${facts.join('; ')})`;
}
