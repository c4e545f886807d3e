import type { Clock, Log } from '../../../host.ts';
import type { HandlerContext, HandlerModule, HandlerOutcome } from '../types.ts';
import { createJavaScriptRuntime, type JavaScriptRuntime } from './runtime.ts';

/** 2 March 2026, 04:05:06.789 UTC, a Monday. */
export const TEST_TIME_MS = Date.UTC(2026, 2, 2, 4, 5, 6, 789);

/** A clock that stands still. */
export const heldClock: Clock = {
  now: () => TEST_TIME_MS,
  after: () => ({ [Symbol.dispose]() {} }),
};

/** A runtime with a held clock, and the lines its handlers wrote. */
export function createTestRuntime(): JavaScriptRuntime & { lines: string[] } {
  const lines: string[] = [];
  const log: Log = {
    info: (message) => void lines.push(message),
    warn: (message) => void lines.push(message),
    error: (message) => void lines.push(message),
  };
  return Object.assign(createJavaScriptRuntime({ clock: heldClock, log }), { lines });
}

/** A context as the engine makes it, with the members a test cares about. */
export function contextWith(members: Partial<HandlerContext> = {}): HandlerContext {
  const args = members.args ?? members.arguments ?? {};
  return {
    arguments: args,
    args,
    identity: null,
    source: null,
    stash: {},
    prev: null,
    request: { headers: {}, domainName: null },
    info: {
      fieldName: 'field',
      parentTypeName: 'Query',
      variables: {},
      selectionSetList: ['id'],
      selectionSetGraphQL: '{ id }',
    },
    env: {},
    ...members,
  };
}

/** Loads the body of a request handler. */
export function loadBody(runtime: JavaScriptRuntime, body: string): HandlerModule {
  return runtime.load(
    `import * as ddb from '@aws-appsync/utils/dynamodb';\nexport function request(ctx) { ${body} }`,
    'test',
  );
}

/** How a request handler with this body ends. */
export function runBody(body: string, ctx: HandlerContext = contextWith()): HandlerOutcome {
  using runtime = createTestRuntime();
  return loadBody(runtime, body).run('request', ctx);
}

/** The value of an expression inside a handler; an error of the handler is thrown. */
export function valueOf(expression: string, ctx: HandlerContext = contextWith()): unknown {
  const outcome = runBody(`return ${expression};`, ctx);
  if (outcome.kind === 'failed') throw new Error(outcome.error.message);
  return outcome.value;
}
