import type { AnyNode, Identifier, Pattern, Program } from 'acorn';
import { childrenOf, isFunctionNode, type FunctionNode } from './walk.ts';

/** Where a name was declared. */
export interface Declaration {
  readonly name: string;
  readonly node: Identifier;
  readonly kind: 'import' | 'function' | 'parameter' | 'variable' | 'class';
  /** The function or initial value, where the declaration has one. */
  readonly value?: AnyNode;
  /** Of an import: the module, and the exported name or `*`. */
  readonly imported?: { readonly module: string; readonly name: string };
}

/** A use of a name; `declaration` is absent when the module declares no such name. */
export interface Reference {
  readonly node: Identifier;
  readonly declaration: Declaration | undefined;
}

export interface NameTable {
  readonly references: readonly Reference[];
  /** What the identifier at a use refers to. */
  declarationOf(node: AnyNode): Declaration | undefined;
}

interface Scope {
  readonly names: Map<string, Declaration>;
  readonly parent: Scope | undefined;
  readonly isFunction: boolean;
}

/** Resolves every identifier of a module by JavaScript's scoping rules. */
export function resolveNames(program: Program): NameTable {
  const uses: { node: Identifier; scope: Scope }[] = [];
  visit(program, newScope(undefined, true));
  const references = uses.map(({ node, scope }) => ({ node, declaration: find(scope, node.name) }));
  const byNode = new Map<AnyNode, Declaration | undefined>(
    references.map(({ node, declaration }) => [node, declaration]),
  );
  return { references, declarationOf: (node) => byNode.get(node) };

  function visit(node: AnyNode, scope: Scope): void {
    switch (node.type) {
      case 'Identifier':
        uses.push({ node, scope });
        return;
      case 'ImportDeclaration':
        return declareImports(node, scope);
      case 'FunctionDeclaration':
        if (node.id)
          declare(scope, { name: node.id.name, node: node.id, kind: 'function', value: node });
        return visitFunction(node, scope);
      case 'FunctionExpression':
      case 'ArrowFunctionExpression':
        return visitFunction(node, scope);
      case 'ClassDeclaration':
        if (node.id)
          declare(scope, { name: node.id.name, node: node.id, kind: 'class', value: node });
        return visitAll([node.superClass, node.body], scope);
      case 'VariableDeclaration':
        for (const { id, init } of node.declarations) {
          const home = node.kind === 'var' ? functionScope(scope) : scope;
          declarePattern(id, home, 'variable', scope, init ?? undefined);
          if (init) visit(init, scope);
        }
        return;
      case 'BlockStatement':
      case 'ForInStatement':
      case 'ForOfStatement':
      case 'ForStatement':
      case 'SwitchStatement':
        return visitAll(childrenOf(node), newScope(scope, false));
      case 'CatchClause': {
        const inner = newScope(scope, false);
        if (node.param) declarePattern(node.param, inner, 'variable', inner);
        return visit(node.body, inner);
      }
      case 'MemberExpression':
        visit(node.object, scope);
        if (node.computed) visit(node.property, scope);
        return;
      case 'Property':
      case 'MethodDefinition':
      case 'PropertyDefinition':
        if (node.computed) visit(node.key, scope);
        return visitAll([node.value], scope);
      case 'ExportSpecifier':
        return visit(node.local, scope);
      case 'ExportNamedDeclaration':
        if (node.declaration) visit(node.declaration, scope);
        // The names of `export … from` belong to the other module.
        return node.source ? undefined : visitAll(node.specifiers, scope);
      case 'LabeledStatement':
        return visit(node.body, scope);
      case 'BreakStatement':
      case 'ContinueStatement':
      case 'MetaProperty':
        return;
      default:
        visitAll(childrenOf(node), scope);
    }
  }

  function visitAll(nodes: readonly (AnyNode | null | undefined)[], scope: Scope): void {
    for (const node of nodes) if (node) visit(node, scope);
  }

  function visitFunction(node: FunctionNode, outer: Scope): void {
    const scope = newScope(outer, true);
    if (node.type === 'FunctionExpression' && node.id) {
      declare(scope, { name: node.id.name, node: node.id, kind: 'function', value: node });
    }
    for (const parameter of node.params) declarePattern(parameter, scope, 'parameter', scope);
    if (node.body.type === 'BlockStatement') visitAll(node.body.body, scope);
    else visit(node.body, scope);
  }

  function declarePattern(
    pattern: Pattern,
    home: Scope,
    kind: 'variable' | 'parameter',
    scope: Scope,
    value?: AnyNode,
  ): void {
    switch (pattern.type) {
      case 'Identifier':
        return declare(home, { name: pattern.name, node: pattern, kind, ...(value && { value }) });
      case 'AssignmentPattern':
        declarePattern(pattern.left, home, kind, scope);
        return visit(pattern.right, scope);
      case 'RestElement':
        return declarePattern(pattern.argument, home, kind, scope);
      case 'ArrayPattern':
        for (const element of pattern.elements) {
          if (element) declarePattern(element, home, kind, scope);
        }
        return;
      case 'ObjectPattern':
        for (const property of pattern.properties) {
          if (property.type === 'RestElement') {
            declarePattern(property.argument, home, kind, scope);
          } else {
            if (property.computed) visit(property.key, scope);
            declarePattern(property.value, home, kind, scope);
          }
        }
        return;
      default:
        visit(pattern, scope);
    }
  }
}

/** The function a declaration holds: a function declaration, or a `const` with a function as its value. */
export function functionOf(declaration: Declaration | undefined): FunctionNode | undefined {
  return isFunctionNode(declaration?.value) ? declaration.value : undefined;
}

function declareImports(node: Extract<AnyNode, { type: 'ImportDeclaration' }>, scope: Scope): void {
  for (const specifier of node.specifiers) {
    declare(scope, {
      name: specifier.local.name,
      node: specifier.local,
      kind: 'import',
      imported: { module: String(node.source.value), name: importedName(specifier) },
    });
  }
}

/** The name an import asks its module for: `*` for all of it. */
export function importedName(
  specifier: Extract<AnyNode, { type: 'ImportDeclaration' }>['specifiers'][number],
): string {
  if (specifier.type === 'ImportNamespaceSpecifier') return '*';
  if (specifier.type === 'ImportDefaultSpecifier') return 'default';
  const { imported } = specifier;
  return imported.type === 'Identifier' ? imported.name : String(imported.value);
}

function declare(scope: Scope, declaration: Declaration): void {
  scope.names.set(declaration.name, declaration);
}

function newScope(parent: Scope | undefined, isFunction: boolean): Scope {
  return { names: new Map(), parent, isFunction };
}

function functionScope(scope: Scope): Scope {
  let home = scope;
  while (!home.isFunction && home.parent) home = home.parent;
  return home;
}

function find(scope: Scope, name: string): Declaration | undefined {
  for (let at: Scope | undefined = scope; at; at = at.parent) {
    const declaration = at.names.get(name);
    if (declaration) return declaration;
  }
  return undefined;
}
