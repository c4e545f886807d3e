/** Something the person at the keyboard can mend: a wrong option, a file in the way, nobody answering. */
export class CliError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'CliError';
  }
}
