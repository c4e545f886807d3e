import type { DataSourceOutcome, HandlerContext, HandlerError } from '../types.ts';
import type { FieldOutcome } from './run-resolver.ts';

// observed: aws-powertools/powertools-lambda-python, tests/events/appSyncDirectResolver.json (keys and their order)
/** The event of a direct Lambda resolver: the whole context, selection sets spelled out. */
export function directEvent(ctx: HandlerContext): Record<string, unknown> {
  const { info } = ctx;
  return {
    arguments: ctx.arguments,
    identity: ctx.identity,
    source: ctx.source,
    request: ctx.request,
    prev: ctx.prev,
    info: {
      selectionSetList: info.selectionSetList,
      selectionSetGraphQL: info.selectionSetGraphQL,
      parentTypeName: info.parentTypeName,
      fieldName: info.fieldName,
      variables: info.variables,
    },
    stash: ctx.stash,
  };
}

// documented: https://docs.aws.amazon.com/appsync/latest/devguide/direct-lambda-reference.html
/** A direct Lambda resolver raises its function's error by itself, typed by the error's name. */
export function directOutcome(outcome: DataSourceOutcome, isBatched: boolean): FieldOutcome {
  const { result = null, error } = outcome;
  if (error)
    return { failure: directFailure(error.message, error.functionErrorType ?? error.type, result) };
  if (!isBatched || result === null) return { value: result };
  // documented: the same page (batched elements are `{ data, errorMessage, errorType }`)
  const { data = null, errorMessage, errorType } = result as Record<string, unknown>;
  if (typeof errorMessage !== 'string') return { value: data };
  return {
    failure: directFailure(errorMessage, typeof errorType === 'string' ? errorType : null, data),
  };
}

function directFailure(message: string, errorType: string | null, data: unknown): HandlerError {
  // documented: the same page (the name UnauthorizedException replaces the message)
  const isRefusal = errorType === 'UnauthorizedException';
  return {
    message: isRefusal ? 'You are not authorized to make this call.' : message,
    errorType,
    data,
    errorInfo: null,
  };
}
