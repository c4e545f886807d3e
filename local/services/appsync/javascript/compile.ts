import type { AnyNode } from 'acorn';
import { exportedHandlers, exportedNames } from './check/exports.ts';
import type { ModuleSyntax } from './check/module-syntax.ts';
import { importedName } from './check/names.ts';
import { eachNode, isFunctionNode, type FunctionNode } from './check/walk.ts';
import { insertAll, type Insertion } from './edits.ts';
import { offsetAt, positionAt, type Position } from './positions.ts';

/** What the compiled function returns: the module's handlers, freshly made. */
export interface Handlers {
  readonly request?: (ctx: unknown) => unknown;
  readonly response?: (ctx: unknown) => unknown;
}

/** A module as a script whose value is a function `(loop, call, libraries) => Handlers`. */
export interface CompiledModule {
  readonly script: string;
  readonly hasRequest: boolean;
  readonly hasResponse: boolean;
  /** The place in the code that was loaded, for a place in the script. */
  originalPosition(inScript: Position): Position;
  /** Where the statement `console.log(…)` begins, for the place the engine reports for its call. */
  callPosition(inScript: Position): Position;
  /** Where a handler is written. */
  handlerPosition(handler: 'request' | 'response'): Position;
}

/**
 * Turns a checked module into a script. Loops and functions report each pass and call, and each call of the
 * script's function makes the module anew, so that no state outlives an evaluation.
 */
export function compileModule(module: ModuleSyntax): CompiledModule {
  const { code } = module;
  const handlers = exportedHandlers(module);
  const names = counterNames(code);
  const blanked = blank(code, moduleKeywords(module));
  const edited = insertAll(blanked, [
    { offset: 0, text: opening(module, names) },
    ...counters(module, names),
    { offset: code.length, text: closing(module) },
  ]);
  const callStarts = consoleCalls(module);

  return {
    script: edited.text,
    hasRequest: handlers.has('request'),
    hasResponse: handlers.has('response'),
    originalPosition: (inScript) => positionAt(code, original(inScript)),
    callPosition(inScript) {
      const offset = original(inScript);
      return positionAt(code, callStarts.get(offset) ?? offset);
    },
    handlerPosition: (handler) => positionAt(code, handlers.get(handler)?.start ?? 0),
  };

  function original(inScript: Position): number {
    return edited.originalOffset(offsetAt(edited.text, inScript));
  }
}

interface CounterNames {
  readonly loop: string;
  readonly call: string;
  readonly libraries: string;
}

/** Names the code does not contain, so that it can neither use nor hide them. */
function counterNames(code: string): CounterNames {
  let prefix = 'appsync$';
  while (code.includes(prefix)) prefix += '$';
  return { loop: `${prefix}loop`, call: `${prefix}call`, libraries: `${prefix}libraries` };
}

function opening({ program }: ModuleSyntax, { loop, call, libraries }: CounterNames): string {
  const imports = program.body.flatMap((statement) => {
    if (statement.type !== 'ImportDeclaration') return [];
    const library = `${libraries}[${JSON.stringify(statement.source.value)}]`;
    return statement.specifiers.map((specifier) => {
      const wanted = importedName(specifier);
      return `const ${specifier.local.name} = ${library}${wanted === '*' ? '' : `.${wanted}`};`;
    });
  });
  return `(function (${loop}, ${call}, ${libraries}) { 'use strict'; ${imports.join(' ')} `;
}

function closing(module: ModuleSyntax): string {
  const members = exportedNames(module)
    .filter(({ exported }) => exported === 'request' || exported === 'response')
    .map(({ exported, local }) => `${exported}: ${local}`);
  // The line break ends a comment on the code's last line.
  return `\nreturn { ${members.join(', ')} }; })`;
}

type Span = readonly [start: number, end: number];

/** The import statements and the `export` words: what a script cannot contain. */
function moduleKeywords({ program }: ModuleSyntax): Span[] {
  return program.body.flatMap((statement): Span[] => {
    if (statement.type === 'ImportDeclaration') return [[statement.start, statement.end]];
    if (statement.type !== 'ExportNamedDeclaration') return [];
    return [[statement.start, statement.declaration?.start ?? statement.end]];
  });
}

/** Replaces spans by spaces, keeping the lines. */
function blank(code: string, spans: readonly Span[]): string {
  let text = code;
  for (const [start, end] of spans) {
    const gap = code.slice(start, end).replace(/[^\r\n]/g, ' ');
    text = text.slice(0, start) + gap + text.slice(end);
  }
  return text;
}

/** A call put before a body, and what has to follow the body. */
interface Wrapping {
  readonly before: Insertion;
  readonly after?: Insertion;
}

/** Calls of the counters in every function and loop. At one offset inner bodies close before outer ones. */
function counters({ program }: ModuleSyntax, names: CounterNames): Insertion[] {
  const wrappings: Wrapping[] = [];
  eachNode(program, (node) => {
    if (isFunctionNode(node)) wrappings.push(countCall(node, names.call));
    else if (node.type === 'ForInStatement' || node.type === 'ForOfStatement') {
      wrappings.push(countPass(node.body, names.loop));
    }
  });
  const closers = wrappings.toReversed().flatMap(({ after }) => (after ? [after] : []));
  return [...closers, ...wrappings.map(({ before }) => before)];
}

function countPass(body: AnyNode, loop: string): Wrapping {
  if (body.type === 'BlockStatement') return { before: insideBlock(body, `${loop}();`) };
  return {
    before: { offset: body.start, text: `{${loop}();` },
    after: { offset: body.end, text: '}' },
  };
}

function countCall({ body }: FunctionNode, call: string): Wrapping {
  if (body.type === 'BlockStatement') return { before: insideBlock(body, `${call}();`) };
  return {
    before: { offset: body.start, text: `(${call}(),` },
    after: { offset: body.end, text: ')' },
  };
}

function insideBlock(block: AnyNode, text: string): Insertion {
  return { offset: block.start + 1, text };
}

/** Engines report the place of `log` for `console.log(…)`, AppSync that of the whole call. */
// documented: https://docs.aws.amazon.com/appsync/latest/devguide/test-resolvers.html (INFO - code.js:13:5: in an indented line)
function consoleCalls({ program }: ModuleSyntax): Map<number, number> {
  const starts = new Map<number, number>();
  eachNode(program, (node) => {
    if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return;
    const { object, property } = node.callee;
    if (object.type === 'Identifier' && object.name === 'console') {
      starts.set(property.start, node.start);
    }
  });
  return starts;
}
