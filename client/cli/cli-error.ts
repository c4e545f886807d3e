import { EXIT_USAGE } from './exit-codes.ts';

/** Something the person at the keyboard can mend: a wrong option, a file in the way, nobody answering. */
export class CliError extends Error {
  readonly exitCode: number;

  constructor(message: string, options: ErrorOptions & { exitCode?: number } = {}) {
    super(message, options);
    this.name = 'CliError';
    this.exitCode = options.exitCode ?? EXIT_USAGE;
  }
}
