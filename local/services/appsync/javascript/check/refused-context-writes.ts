import type { AnyNode } from 'acorn';
import type { ModuleSyntax, Problem } from './module-syntax.ts';
import { exportedHandlers } from './exports.ts';

/** Handlers may change what `ctx.stash` holds, but not `ctx` itself nor its properties. */
// documented: https://www.npmjs.com/package/@aws-appsync/eslint-plugin (rule no-disallowed-re-assignment)
export function refusedContextWrites(module: ModuleSyntax): Problem[] {
  const contexts = new Set<AnyNode>();
  for (const handler of exportedHandlers(module).values()) {
    const parameter = handler?.params[0];
    if (parameter?.type === 'Identifier') contexts.add(parameter);
  }
  return module.names.references.flatMap(({ node, declaration }) => {
    if (!declaration || !contexts.has(declaration.node)) return [];
    const written = writtenName(node, module);
    if (!written) return [];
    const advice = 'change properties of ctx.stash, or use a variable';
    return [{ offset: node.start, message: `${written} is read-only; ${advice}` }];
  });
}

function writtenName(
  context: AnyNode & { name: string },
  module: ModuleSyntax,
): string | undefined {
  const parent = module.parents.get(context);
  if (isWrite(context, parent)) return context.name;
  if (parent?.type !== 'MemberExpression' || parent.object !== context) return undefined;
  if (!isWrite(parent, module.parents.get(parent))) return undefined;
  return module.code.slice(parent.start, parent.end);
}

function isWrite(target: AnyNode, parent: AnyNode | undefined): boolean {
  switch (parent?.type) {
    case 'AssignmentExpression':
    case 'ForInStatement':
    case 'ForOfStatement':
      return parent.left === target;
    case 'UnaryExpression':
      return parent.operator === 'delete';
    default:
      return false;
  }
}
