import { Help } from 'commander';
import { toldDefault, written, type Catalogue, type InputOption } from './catalogue.ts';
import { kindJson } from './json-lines.ts';
import type { Terminal } from './terminal.ts';

/** Wider than any description: what is piped is not wrapped. */
const UNWRAPPED = 1_000;
const MIN_DESCRIPTION_COLUMNS = 20;

/** Prints the kinds of report there are, with their parameters, as the schema tells them. */
export function printKinds(
  { kinds }: Catalogue,
  { terminal, json }: { terminal: Terminal; json: boolean },
): void {
  if (json) {
    for (const kind of kinds) terminal.print(kindJson(kind));
    return;
  }
  const help = new Help();
  help.prepareContext({ helpWidth: terminal.columns ?? UNWRAPPED });
  help.minWidthToWrap = MIN_DESCRIPTION_COLUMNS;
  for (const { name, doc, parameters } of kinds) {
    terminal.print(`${name}: ${doc}`);
    const width = Math.max(0, ...parameters.map((option) => written(option).length));
    for (const option of parameters) {
      terminal.print(help.formatItem(written(option), width, told(option), help));
    }
  }
}

function told(option: InputOption): string {
  if (option.isRequired) return `${option.doc} (required)`;
  const byDefault = toldDefault(option);
  return byDefault === undefined ? option.doc : `${option.doc} (default: ${byDefault})`;
}
