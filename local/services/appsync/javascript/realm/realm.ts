import vm from 'node:vm';
import { ARRAY_MEMBERS, BUILT_INS, CALLBACK_METHODS, STRING_MEMBERS } from '../check/language.ts';
import type { Libraries } from '../check/library-use.ts';
import type { Handlers } from '../compile.ts';
import { ResolverFault } from '../faults.ts';
import type { JavaPatterns } from '../library/java-pattern.ts';
import { MAX_FUNCTION_CALLS, MAX_LOOP_ITERATIONS } from '../limits.ts';
import { CODE_FILE } from '../runtime-errors.ts';
import { prepareRealm, type HostDoor, type RealmDoor } from './bootstrap.ts';
import { textOf } from '../plain.ts';

/** Makes a module's handlers anew. */
export type ModuleMaker = (
  loop: () => void,
  call: () => void,
  libraries: Readonly<Record<string, unknown>>,
) => Handlers;

/** A JavaScript realm with APPSYNC_JS's globals and nothing else. */
export interface Realm extends RealmDoor {
  run(script: string): ModuleMaker;
}

/** A realm for the code of one runtime. `log` gets what handlers write to the console. */
export function createRealm(
  libraries: Libraries,
  patterns: JavaPatterns,
  log: HostDoor['log'],
): Realm {
  const context = vm.createContext(Object.create(null) as object, {
    name: 'APPSYNC_JS',
    codeGeneration: { strings: false, wasm: false },
  });
  const prepare = vm.runInContext(`'use strict'; (${prepareRealm.toString()})`, context, {
    filename: 'appsync-realm.js',
  }) as typeof prepareRealm;
  const door = prepare({
    libraries,
    builtIns: BUILT_INS,
    callbackMethods: CALLBACK_METHODS,
    arrayMembers: ARRAY_MEMBERS,
    stringMembers: STRING_MEMBERS,
    maxLoopIterations: MAX_LOOP_ITERATIONS,
    maxFunctionCalls: MAX_FUNCTION_CALLS,
    replace: (text, pattern, replacement, everywhere) =>
      patterns.replace(text, textOf(pattern), textOf(replacement), everywhere),
    match: (text, pattern) => patterns.match(text, textOf(pattern)),
    log,
    tooManyIterations() {
      // assumed: the limit is documented, its text is not
      throw new ResolverFault('RangeError', `more than ${MAX_LOOP_ITERATIONS} loop iterations`);
    },
    tooManyCalls() {
      throw new ResolverFault('RangeError', `more than ${MAX_FUNCTION_CALLS} function calls`);
    },
  });
  return {
    ...door,
    run: (script) =>
      new vm.Script(script, { filename: CODE_FILE }).runInContext(context) as ModuleMaker,
  };
}
