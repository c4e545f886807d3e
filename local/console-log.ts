import { inspect, styleText } from 'node:util';
import type { Log } from './host.ts';

/** Writes lines for people to `stream`; `verbose` adds what only matters when looking for a fault. */
export function createConsoleLog(stream: NodeJS.WritableStream, verbose: boolean): Log {
  const write = (line: string): void => void stream.write(`${line}\n`);
  return {
    info(message, fields) {
      if (verbose) write(styleText('dim', format(message, fields)));
    },
    warn: (message, fields) => write(styleText('yellow', format(message, fields))),
    error: (message, fields) => write(styleText('red', format(message, fields))),
  };
}

function format(message: string, fields: Record<string, unknown> = {}): string {
  const text = Object.entries(fields).map(([name, value]) => `${name}=${stringify(value)}`);
  return ['  ', message, ...text].join(' ').trimEnd();
}

function stringify(value: unknown): string {
  return typeof value === 'string' ? value : inspect(value, { breakLength: Infinity });
}
