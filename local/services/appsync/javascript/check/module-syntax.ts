import { parse } from 'acorn';
import type { AnyNode, Program } from 'acorn';
import { resolveNames, type NameTable } from './names.ts';
import { eachNode } from './walk.ts';

/** One thing APPSYNC_JS refuses. `offset` counts characters from the start of the code. */
export interface Problem {
  readonly offset: number;
  readonly message: string;
}

/** A module as the checks and the compiler see it. */
export interface ModuleSyntax {
  readonly code: string;
  readonly program: Program;
  readonly parents: ReadonlyMap<AnyNode, AnyNode>;
  readonly names: NameTable;
}

/** The module's syntax tree with its names resolved, or the one place where it stops being JavaScript. */
export function readModule(code: string): ModuleSyntax | Problem {
  let program: Program;
  try {
    program = parse(code, {
      ecmaVersion: 'latest',
      sourceType: 'module',
      allowHashBang: false,
    });
  } catch (error) {
    if (!isSyntaxFault(error)) throw error;
    const what = error.message.replace(/ \(\d+:\d+\)$/, '');
    return { offset: error.pos, message: `${what}; the code is not a JavaScript module` };
  }
  const parents = new Map<AnyNode, AnyNode>();
  eachNode(program, (node, parent) => {
    if (parent) parents.set(node, parent);
  });
  return { code, program, parents, names: resolveNames(program) };
}

function isSyntaxFault(error: unknown): error is SyntaxError & { pos: number } {
  return error instanceof SyntaxError && typeof (error as { pos?: unknown }).pos === 'number';
}
