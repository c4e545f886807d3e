import type { AnyNode } from 'acorn';
import type { ModuleSyntax, Problem } from './module-syntax.ts';
import { functionOf } from './names.ts';
import { isFunctionNode, type FunctionNode } from './walk.ts';

/** What a module exports: the exported name, and the name it has inside. */
export interface ExportedName {
  readonly exported: string;
  readonly local: string;
  readonly node: AnyNode;
}

/** All named exports of a module, in order. */
export function exportedNames({ program }: ModuleSyntax): ExportedName[] {
  return program.body.flatMap((statement): ExportedName[] => {
    if (statement.type !== 'ExportNamedDeclaration' || statement.source) return [];
    const { declaration, specifiers } = statement;
    if (declaration?.type === 'VariableDeclaration') {
      return declaration.declarations.flatMap(({ id, init }) =>
        id.type === 'Identifier'
          ? [{ exported: id.name, local: id.name, node: isFunctionNode(init) ? init : id }]
          : [],
      );
    }
    if (declaration) {
      return [{ exported: declaration.id.name, local: declaration.id.name, node: declaration }];
    }
    return specifiers.flatMap(({ local, exported }) =>
      local.type === 'Identifier'
        ? [{ exported: nameOf(exported), local: local.name, node: local }]
        : [],
    );
  });
}

/** The exported `request` and `response`; undefined where the export is no function of this module. */
export function exportedHandlers(module: ModuleSyntax): Map<string, FunctionNode | undefined> {
  const handlers = new Map<string, FunctionNode | undefined>();
  for (const { exported, node } of exportedNames(module)) {
    if (exported !== 'request' && exported !== 'response') continue;
    handlers.set(
      exported,
      isFunctionNode(node) ? node : functionOf(module.names.declarationOf(node)),
    );
  }
  return handlers;
}

/** Exports that give AppSync nothing to call. */
export function refusedExports(module: ModuleSyntax): Problem[] {
  const problems: Problem[] = [];
  for (const statement of module.program.body) {
    const from = statement.type === 'ExportNamedDeclaration' && statement.source;
    if (statement.type === 'ExportAllDeclaration' || from) {
      problems.push({
        offset: statement.start,
        message: 'export … from is not supported; bundle the code into one module',
      });
    } else if (statement.type === 'ExportDefaultDeclaration') {
      problems.push({
        offset: statement.start,
        message: 'export default is not read; export functions named request and response',
      });
    }
  }
  const handlers = exportedHandlers(module);
  for (const { exported, node } of exportedNames(module)) {
    if (handlers.has(exported) && !handlers.get(exported)) {
      problems.push({ offset: node.start, message: `the export ${exported} must be a function` });
    }
  }
  // documented: https://docs.aws.amazon.com/appsync/latest/devguide/resolver-reference-overview-js.html
  if (handlers.size === 0) {
    problems.push({ offset: 0, message: 'nothing to run; export functions request and response' });
  }
  return problems;
}

function nameOf(node: Extract<AnyNode, { type: 'ExportSpecifier' }>['exported']): string {
  return node.type === 'Identifier' ? node.name : String(node.value);
}
