import type { HandlerContext, HandlerError, HandlerExtensions } from '../types.ts';
import type { CompiledModule } from './compile.ts';

/** One run of one handler: what the utilities read and record. */
export interface Evaluation {
  readonly handler: 'request' | 'response';
  readonly identity: HandlerContext['identity'];
  readonly appended: HandlerError[];
  readonly extensions: HandlerExtensions;
  readonly module: CompiledModule;
  readonly origin: string;
}

/** How a handler ended. */
export type Ending =
  | { readonly kind: 'returned'; readonly value: unknown }
  | { readonly kind: 'failed'; readonly error: HandlerError }
  | { readonly kind: 'earlyReturn'; readonly value: unknown; readonly skipTo: 'END' | 'NEXT' };

/** Thrown by utilities that never return. Handlers cannot catch it: their language has no `try`. */
export class HandlerEnd extends Error {
  readonly ending: Ending;

  constructor(ending: Ending) {
    super('the handler has ended');
    this.ending = ending;
  }
}

/** A new evaluation with nothing recorded. */
export function newEvaluation(
  module: CompiledModule,
  origin: string,
  handler: 'request' | 'response',
  identity: HandlerContext['identity'],
): Evaluation {
  return {
    handler,
    identity,
    appended: [],
    extensions: { invalidations: [], responseHeaders: {} },
    module,
    origin,
  };
}
