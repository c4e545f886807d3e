import type { Clock, Log } from '../../../host.ts';
import { silentLog } from '../../../host.ts';
import { LocalError } from '../../../errors.ts';
import type { HandlerContext, HandlerModule, HandlerOutcome } from '../types.ts';
import { checkModule } from './check/check-module.ts';
import { compileModule, type CompiledModule } from './compile.ts';
import { HandlerEnd, newEvaluation, type Ending, type Evaluation } from './evaluation.ts';
import { createConsole } from './console.ts';
import { createJavaPatterns } from './library/java-pattern.ts';
import { createLibraries } from './library/libraries.ts';
import { isRecord, plain, setMember } from './plain.ts';
import { createRealm, type ModuleMaker, type Realm } from './realm/realm.ts';
import { codeError } from './runtime-errors.ts';

/** Runs resolver and function code as AppSync's APPSYNC_JS 1.0.0 would. */
export interface JavaScriptRuntime extends Disposable {
  /**
   * Checks a module and makes it ready. `origin` names it in messages.
   * Throws ERR_RESOLVER_CODE with every problem, one to a line, when AppSync would refuse the code.
   */
  load(code: string, origin: string): HandlerModule;
}

export interface JavaScriptRuntimeOptions {
  readonly clock: Clock;
  /** Gets what handlers write with console.log and console.error. */
  readonly log?: Log;
}

/** A runtime with its own realm. Evaluations share no state; loaded modules stop working once it is disposed. */
export function createJavaScriptRuntime({
  clock,
  log = silentLog,
}: JavaScriptRuntimeOptions): JavaScriptRuntime {
  // Handlers run to their end without giving way, so one evaluation at a time is under way.
  let current: Evaluation | undefined;
  const evaluation = (): Evaluation => {
    if (!current) throw new Error('a utility was called outside an evaluation');
    return current;
  };
  const patterns = createJavaPatterns();
  const libraries = createLibraries({ clock, evaluation, patterns });
  let realm: Realm | undefined = createRealm(libraries, patterns, createConsole(log, evaluation));

  return {
    load(code, origin) {
      const module = compileModule(checkModule(code, origin, libraries));
      const make = compileScript(openRealm(), module, origin);
      return {
        hasRequest: module.hasRequest,
        hasResponse: module.hasResponse,
        run(handler, ctx) {
          current = newEvaluation(module, origin, handler, ctx.identity);
          try {
            return evaluate(openRealm(), make, module, current, ctx);
          } finally {
            current = undefined;
          }
        },
      };
    },
    [Symbol.dispose]() {
      realm = undefined;
    },
  };

  function openRealm(): Realm {
    if (!realm) throw new Error('the JavaScript runtime is disposed');
    return realm;
  }
}

function compileScript(realm: Realm, module: CompiledModule, origin: string): ModuleMaker {
  try {
    return realm.run(module.script);
  } catch (cause) {
    // The check parsed the code, so that what does not compile now is what the compiler made of it.
    throw new LocalError('ERR_INTERNAL', `${origin}: the checked code does not compile`, { cause });
  }
}

function evaluate(
  realm: Realm,
  make: ModuleMaker,
  module: CompiledModule,
  evaluation: Evaluation,
  ctx: HandlerContext,
): HandlerOutcome {
  const { handler, appended, extensions } = evaluation;
  realm.resetCounters();
  let context: { readonly stash: unknown } | undefined;
  let ending: Ending;
  try {
    context = realm.copyContext(ctx);
    const run = make(realm.loop, realm.call, realm.libraries)[handler];
    if (!run) throw new Error(`the code exports no ${handler}`);
    ending = { kind: 'returned', value: plain(run(context)) ?? null };
  } catch (thrown) {
    ending =
      thrown instanceof HandlerEnd
        ? thrown.ending
        : { kind: 'failed', error: codeError(thrown, module, handler) };
  }
  if (context) keepStash(context, ctx);
  return { ...ending, appended, extensions };
}

/** Puts what the handler left in its stash into the caller's, which stays the same object. */
function keepStash(context: { readonly stash: unknown }, ctx: HandlerContext): void {
  let stash: unknown;
  try {
    stash = plain(context.stash);
  } catch {
    // A stash that contains itself cannot be carried on; AppSync's text for it is not known.
    return;
  }
  if (!isRecord(stash)) return;
  for (const key of Object.keys(ctx.stash)) Reflect.deleteProperty(ctx.stash, key);
  for (const key of Object.keys(stash)) setMember(ctx.stash, key, stash[key]);
}
