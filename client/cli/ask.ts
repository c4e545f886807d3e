import { once } from 'node:events';
import { createInterface } from 'node:readline/promises';

export interface Asking {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  /** Withdraws the question. */
  readonly signal: AbortSignal;
}

/** Asks for one line; undefined when the question is withdrawn or the input ends. Ctrl-C stays a signal of the process. */
export async function askLine(
  question: string,
  { input, output, signal }: Asking,
): Promise<string | undefined> {
  // Not `terminal`: raw mode would make Ctrl-C a character.
  const lines = createInterface({ input, output, terminal: false });
  const ended = once(lines, 'close').then(() => undefined);
  // A question that is withdrawn ends its own line.
  const answer = lines.question(question, { signal }).catch(() => undefined);
  const line = await Promise.race([answer, ended]);
  if (line === undefined && !signal.aborted) output.write('\n');
  lines.close();
  return line;
}
