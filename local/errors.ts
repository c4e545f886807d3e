/** What went wrong: `user` codes are about the template, options or machine; `system` codes are our bugs. */
export type LocalErrorCode =
  // user
  | 'ERR_TEMPLATE_UNSUPPORTED' // the template uses a resource, attribute or intrinsic this cloud does not have
  | 'ERR_TEMPLATE_INVALID' // the template refers to something it does not contain
  | 'ERR_SYNTH_FAILED' // the CDK app ended with an error
  | 'ERR_SEED_FAILED' // the seed script ended with an error
  | 'ERR_RESOLVER_CODE' // resolver code APPSYNC_JS would refuse
  | 'ERR_SCHEMA_INVALID' // a schema AppSync would refuse
  | 'ERR_PORT_IN_USE'
  | 'ERR_STATE_IN_USE' // another local cloud uses the same state directory
  | 'ERR_OPTION' // a command-line option is wrong
  | 'ERR_FAULT' // a fault that cannot be had here, or is not written as one
  // system
  | 'ERR_INTERNAL';

/** A fault of the local cloud itself; faults of the emulated services are plain values shaped like AWS's. */
export class LocalError extends Error {
  readonly code: LocalErrorCode;

  /** `message` says what, where (logical id, file, port) and what to do. */
  constructor(code: LocalErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'LocalError';
    this.code = code;
  }
}

/** Any thrown value as an Error. */
export function toError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
