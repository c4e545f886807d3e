import type {
  DataSourceOutcome,
  HandlerContext,
  HandlerError,
  HandlerModule,
  HandlerOutcome,
} from '../types.ts';
import type { Invoke } from './batching.ts';
import { directEvent, directOutcome } from './direct-lambda.ts';
import { notAuthorized } from './errors.ts';
import { andThen, type MaybePromise } from './maybe-promise.ts';
import type { Resolver, Step } from './resolver-table.ts';

/** How a field was resolved. */
export type FieldOutcome = { readonly value: unknown } | { readonly failure: HandlerError };

/** One execution of a resolver. */
export interface FieldCall {
  /** The context handlers start from; `stash`, `prev`, `result` and `error` are set per handler. */
  readonly base: HandlerContext;
  readonly invoke: Invoke;
  /** Called once per handler run, in order, with what it appended and asked for. */
  note(outcome: HandlerOutcome, handler: 'request' | 'response'): void;
}

type StepOutcome = FieldOutcome | { readonly value: unknown; readonly skipTo: 'END' | 'NEXT' };

/** Runs a resolver. Throws or rejects only when the local cloud itself is at fault. */
export function runResolver(resolver: Resolver, call: FieldCall): MaybePromise<FieldOutcome> {
  return resolver.kind === 'UNIT'
    ? runStep(resolver.step, call, null)
    : runPipeline(resolver.module, resolver.steps, call);
}

// documented: https://docs.aws.amazon.com/appsync/latest/devguide/resolver-reference-overview-js.html (order, prev, earlyReturn)
async function runPipeline(
  module: HandlerModule,
  steps: readonly Step[],
  call: FieldCall,
): Promise<FieldOutcome> {
  const before = runHandler(module, 'request', call, { prev: null });
  if (before.kind === 'failed') return { failure: before.error };
  let prev = { result: before.value ?? null };
  for (const step of before.kind === 'earlyReturn' ? [] : steps) {
    const outcome = await runStep(step, call, prev);
    if ('failure' in outcome) return outcome;
    prev = { result: outcome.value ?? null };
    if ('skipTo' in outcome && outcome.skipTo === 'END') break;
  }
  return respond(module, call, { prev, result: prev.result });
}

function runStep(
  step: Step,
  call: FieldCall,
  prev: HandlerContext['prev'],
): MaybePromise<StepOutcome> {
  const { module } = step;
  if (module === null) return runDirect(step, call, prev);
  const request = runHandler(module, 'request', call, { prev });
  if (request.kind === 'failed') return { failure: request.error };
  if (request.kind === 'earlyReturn')
    return { value: request.value ?? null, skipTo: request.skipTo };
  if (typeof request.value !== 'object' || request.value === null || Array.isArray(request.value)) {
    return { failure: unreadableRequest };
  }
  const outcome = call.invoke(step, request.value as Record<string, unknown>);
  return andThen(outcome, (known) => answerStep(module, call, prev, known));
}

function answerStep(
  module: HandlerModule,
  call: FieldCall,
  prev: HandlerContext['prev'],
  { result = null, error }: DataSourceOutcome,
): FieldOutcome {
  // observed: aws/aws-appsync-community#100: what the service cannot read is an error of the field; assumed: of a request
  // object, too, so that the response handler does not see it
  if (error?.type === 'MappingTemplate') {
    return {
      failure: { message: error.message, errorType: error.type, data: null, errorInfo: null },
    };
  }
  const failed = error && { error: { message: error.message, type: error.type } };
  return respond(module, call, { prev, result, ...failed });
}

// documented: https://docs.aws.amazon.com/appsync/latest/devguide/direct-lambda-reference.html
function runDirect(
  step: Step,
  call: FieldCall,
  prev: HandlerContext['prev'],
): MaybePromise<FieldOutcome> {
  const isBatched = step.maxBatchSize > 0;
  const payload = directEvent({ ...call.base, prev });
  const operation = isBatched ? 'BatchInvoke' : 'Invoke';
  const outcome = call.invoke(step, { operation, payload });
  return andThen(outcome, (known) => directOutcome(known, isBatched));
}

function respond(
  module: HandlerModule,
  call: FieldCall,
  given: Pick<HandlerContext, 'prev' | 'result' | 'error'>,
): FieldOutcome {
  // documented: https://docs.aws.amazon.com/appsync/latest/devguide/resolver-reference-lambda-js.html (null without a response handler)
  if (!module.hasResponse) return { value: null };
  const response = runHandler(module, 'response', call, given);
  return response.kind === 'failed'
    ? { failure: response.error }
    : { value: response.value ?? null };
}

function runHandler(
  module: HandlerModule,
  handler: 'request' | 'response',
  call: FieldCall,
  given: Pick<HandlerContext, 'prev' | 'result' | 'error'>,
): HandlerOutcome {
  const ctx: HandlerContext = { ...call.base, ...given };
  const outcome = worded(module.run(handler, ctx), call.base);
  // A handler may have put another object in the stash's place; the next one gets that.
  call.base.stash = ctx.stash;
  call.note(outcome, handler);
  return outcome;
}

// documented: https://docs.aws.amazon.com/appsync/latest/devguide/built-in-util-js.html (Unauthorized, for the field)
// assumed: in the words of a refused field
function worded(outcome: HandlerOutcome, { info }: HandlerContext): HandlerOutcome {
  if (outcome.kind !== 'failed' && outcome.appended.length === 0) return outcome;
  const word = (error: HandlerError): HandlerError =>
    error.unauthorized ? notAuthorized(info.fieldName, info.parentTypeName) : error;
  const appended = outcome.appended.map(word);
  return outcome.kind === 'failed'
    ? { ...outcome, appended, error: word(outcome.error) }
    : { ...outcome, appended };
}

// assumed: the words for a request handler that returns no object are not recorded
const unreadableRequest: HandlerError = {
  message: 'The request handler must return an object.',
  errorType: 'MappingTemplate',
  data: null,
  errorInfo: null,
};
