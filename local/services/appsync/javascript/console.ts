import type { Log } from '../../../host.ts';
import type { Evaluation } from './evaluation.ts';
import { plain } from './plain.ts';
import type { HostDoor } from './realm/bootstrap.ts';
import { CODE_FILE, scriptPosition } from './runtime-errors.ts';

/** Writes `INFO - code.js:5:3: "text"` lines, as AppSync writes them to its logs. */
// documented: https://docs.aws.amazon.com/appsync/latest/devguide/test-resolvers.html
// assumed: ERROR for console.error, and a space between several values
export function createConsole(log: Log, evaluation: () => Evaluation): HostDoor['log'] {
  return (level, values) => {
    const { module, origin } = evaluation();
    const inScript = scriptPosition(new Error());
    const { line, column } = module.callPosition(inScript ?? { line: 1, column: 1 });
    const text = values.map((value) => JSON.stringify(plain(value) ?? null)).join(' ');
    const entry = `${level} - ${CODE_FILE}:${line}:${column}: ${text}`;
    if (level === 'ERROR') log.error(entry, { origin });
    else log.info(entry, { origin });
  };
}
