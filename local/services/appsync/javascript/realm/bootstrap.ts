import type { HandlerContext } from '../../types.ts';

/** What code inside the realm may ask of the host. */
export interface HostDoor {
  /** Libraries: nested objects whose leaves are functions. */
  readonly libraries: object;
  readonly builtIns: Readonly<Record<string, readonly string[]>>;
  readonly callbackMethods: readonly string[];
  readonly arrayMembers: readonly string[];
  readonly stringMembers: readonly string[];
  readonly maxLoopIterations: number;
  readonly maxFunctionCalls: number;
  replace(text: string, pattern: unknown, replacement: unknown, everywhere: boolean): string;
  match(text: string, pattern: unknown): unknown;
  log(level: 'INFO' | 'ERROR', values: readonly unknown[]): void;
  tooManyIterations(): never;
  tooManyCalls(): never;
}

/** What the host may ask of the realm. */
export interface RealmDoor {
  /** A copy made of the realm's own objects and arrays; functions and undefined members are left out. */
  copyIn(value: unknown): unknown;
  /** A handler's `ctx`, made of the realm's own objects. */
  copyContext(ctx: HandlerContext): { readonly stash: unknown };
  /** The libraries, wrapped so that nothing of the host can be reached through them. */
  readonly libraries: Readonly<Record<string, unknown>>;
  loop(): void;
  call(): void;
  /** Starts counting loop passes and calls from 0. */
  resetCounters(): void;
}

/**
 * Turns a fresh realm into APPSYNC_JS's: removes all that is not on the host's lists, so that neither the machine
 * nor a way to keep state between evaluations is left, and answers the door to it. Its source text runs inside the
 * realm: it must refer to nothing but its parameter and JavaScript's own globals.
 */
export function prepareRealm(host: HostDoor): RealmDoor {
  const realm = globalThis;
  const { apply, defineProperty, deleteProperty, ownKeys } = Reflect;
  const { freeze, keys } = Object;
  const { isArray } = Array;
  const { parse: parseJson } = JSON;
  const prototypes = {
    array: Array.prototype as unknown as Record<string, (...values: unknown[]) => unknown>,
    string: String.prototype as unknown as Record<string, unknown>,
  };
  let iterations = 0;
  let calls = 0;

  // One evaluation at a time is under way: what its context was copied from, and copies made when first read.
  let original: HandlerContext;
  let seldomRead: { args?: unknown; env?: unknown; list?: unknown };

  /**
   * Handlers can read `args` and `env`, and of `info` the selection sets, but JSON.stringify(ctx) and a whole ctx as
   * a payload leave them out: they are members of the prototypes.
   */
  // observed: aws-powertools/powertools-lambda-python, tests/events/appSyncDirectResolver.json: the keys of a whole context
  // (arguments, identity, source, request, prev, info, stash)
  class Context {
    constructor() {
      const members = this as Record<string, unknown>;
      members.arguments = copyIn(original.arguments);
      members.identity = copyIn(original.identity);
      members.source = copyIn(original.source);
      members.stash = copyIn(original.stash);
      members.prev = copyIn(original.prev);
      members.request = copyIn(original.request);
      if (original.result !== undefined) members.result = copyIn(original.result);
      if (original.error !== undefined) members.error = copyIn(original.error);
      members.info = new Info();
    }
    get args(): unknown {
      if (original.args === original.arguments) return (this as Record<string, unknown>).arguments;
      return (seldomRead.args ??= copyIn(original.args));
    }
    get env(): unknown {
      return (seldomRead.env ??= copyIn(original.env));
    }
  }

  // documented: https://docs.aws.amazon.com/appsync/latest/devguide/resolver-context-reference-js.html
  class Info {
    readonly fieldName = original.info.fieldName;
    readonly parentTypeName = original.info.parentTypeName;
    readonly variables = copyIn(original.info.variables);
    get selectionSetList(): unknown {
      return (seldomRead.list ??= copyIn(original.info.selectionSetList));
    }
    get selectionSetGraphQL(): string {
      return original.info.selectionSetGraphQL;
    }
  }

  const libraries = expose(host.libraries) as Record<string, unknown>;
  countCallbacks();
  useJavaPatterns();
  const globals: Record<string, unknown> = builtIns();
  Object.assign(globals, libraries['@aws-appsync/utils']);
  keepOnly(prototypes.array, host.arrayMembers);
  keepOnly(prototypes.string, host.stringMembers);
  // assumed: the page lists no methods of numbers and booleans, and the lint rules deny none of these
  keepOnly(Number.prototype, ['toString', 'toFixed', 'valueOf']);
  keepOnly(Boolean.prototype, ['toString', 'valueOf']);
  // Coercion to text needs these two; without `constructor` and `__proto__` no prototype can be reached.
  keepOnly(Object.prototype, ['toString', 'valueOf']);
  // Source map support of the host calls methods of the realm's stack frames through these two.
  keepOnly(Function.prototype, ['call', 'apply']);
  // Without `constructor` and frozen, so that no handler leaves anything there for the next.
  for (const { prototype } of [Context, Info]) {
    deleteProperty(prototype, 'constructor');
    freeze(prototype);
  }
  replaceGlobals(globals);

  return {
    copyIn,
    copyContext,
    libraries,
    loop,
    call() {
      calls += 1;
      if (calls > host.maxFunctionCalls) host.tooManyCalls();
    },
    resetCounters() {
      iterations = 0;
      calls = 0;
    },
  };

  function loop(): void {
    iterations += 1;
    if (iterations > host.maxLoopIterations) host.tooManyIterations();
  }

  function copyIn(value: unknown): unknown {
    if (typeof value === 'function') return undefined;
    if (typeof value !== 'object' || value === null) return value;
    if (isArray(value)) {
      const list: unknown[] = [];
      for (let at = 0; at < value.length; at += 1) list[at] = copyIn(value[at]) ?? null;
      return list;
    }
    const record: Record<string, unknown> = {};
    const names = keys(value);
    for (let at = 0; at < names.length; at += 1) {
      const name = names[at] as string;
      const member = (value as Record<string, unknown>)[name];
      const copy = typeof member === 'string' ? member : copyIn(member);
      if (copy !== undefined) record[name] = copy;
    }
    return record;
  }

  function copyContext(ctx: HandlerContext): { readonly stash: unknown } {
    original = ctx;
    seldomRead = {};
    return new Context() as unknown as { readonly stash: unknown };
  }

  function expose(member: unknown): unknown {
    if (typeof member === 'function') {
      const run = member as (...values: unknown[]) => unknown;
      return freeze((...values: unknown[]) => copyIn(run(...values)));
    }
    const wrapped: Record<string, unknown> = {};
    for (const key of keys(member as object)) {
      wrapped[key] = expose((member as Record<string, unknown>)[key]);
    }
    return freeze(wrapped);
  }

  function countCallbacks(): void {
    for (const name of host.callbackMethods) {
      const native = prototypes.array[name] as (...values: unknown[]) => unknown;
      const counted = function (this: unknown, callback: unknown, ...rest: unknown[]): unknown {
        if (typeof callback !== 'function') return apply(native, this, [callback, ...rest]);
        const run = callback as (...values: unknown[]) => unknown;
        return apply(native, this, [
          (...values: unknown[]) => {
            loop();
            return run(...values);
          },
          ...rest,
        ]);
      };
      prototypes.array[name] = counted;
    }
  }

  function useJavaPatterns(): void {
    Object.assign(prototypes.string, {
      replace(this: string, pattern: unknown, replacement: unknown) {
        return host.replace(this, pattern, replacement, false);
      },
      replaceAll(this: string, pattern: unknown, replacement: unknown) {
        return host.replace(this, pattern, replacement, true);
      },
      match(this: string, pattern: unknown) {
        return copyIn(host.match(this, pattern));
      },
    });
  }

  function builtIns(): Record<string, unknown> {
    const kept: Record<string, unknown> = {};
    for (const name of keys(host.builtIns)) {
      const native = (realm as unknown as Record<string, object>)[name] ?? {};
      const members: Record<string, unknown> = {};
      for (const member of host.builtIns[name] ?? []) {
        members[member] = (native as Record<string, unknown>)[member];
      }
      kept[name] = members;
    }
    Object.assign(kept.JSON as object, {
      // documented: https://docs.aws.amazon.com/appsync/latest/devguide/supported-features.html (JSON)
      parse(text: string) {
        try {
          return parseJson(text) as unknown;
        } catch {
          return '';
        }
      },
    });
    Object.assign(kept.console as object, {
      log: (...values: unknown[]) => host.log('INFO', values),
      error: (...values: unknown[]) => host.log('ERROR', values),
    });
    for (const name of keys(kept)) {
      for (const member of Object.values(kept[name] as object)) freeze(member);
      freeze(kept[name]);
    }
    return kept;
  }

  /** Leaves symbols alone: `for…of`, spreading and coercion go through them. */
  function keepOnly(prototype: object, members: readonly string[]): void {
    for (const key of ownKeys(prototype)) {
      if (typeof key === 'string' && !members.includes(key)) deleteProperty(prototype, key);
      else freeze((prototype as Record<string | symbol, unknown>)[key]);
    }
  }

  function replaceGlobals(members: Record<string, unknown>): void {
    for (const key of ownKeys(realm)) deleteProperty(realm, key);
    for (const key of keys(members)) {
      defineProperty(realm, key, { value: members[key], enumerable: true });
    }
  }
}
