import type { AnyNode } from 'acorn';
import { ADVICE, BUILT_INS, GLOBAL_LIBRARIES, GLOBAL_VALUES, MISSING_METHODS } from './language.ts';
import type { ModuleSyntax, Problem } from './module-syntax.ts';
import { eachNode } from './walk.ts';

/** Names the module neither declares nor gets from APPSYNC_JS, and methods that are not there. */
export function refusedNames(module: ModuleSyntax): Problem[] {
  const problems: Problem[] = [];
  for (const { node, declaration } of module.names.references) {
    if (declaration) continue;
    const message = refusalOfGlobal(node.name, node, module.parents.get(node));
    if (message) problems.push({ offset: node.start, message });
  }
  eachNode(module.program, (node) => {
    const message = node.type === 'CallExpression' ? refusalOfCall(node) : undefined;
    if (message) problems.push({ offset: node.start, message });
  });
  return problems;
}

function refusalOfGlobal(
  name: string,
  node: AnyNode,
  parent: AnyNode | undefined,
): string | undefined {
  if (parent?.type === 'AssignmentExpression' && parent.left === node) {
    return `${name} cannot be assigned to; declare a variable with let`;
  }
  if (GLOBAL_VALUES.includes(name) || GLOBAL_LIBRARIES.includes(name)) return undefined;
  const members = Object.hasOwn(BUILT_INS, name) ? BUILT_INS[name] : undefined;
  if (!members) {
    const advice = Object.hasOwn(ADVICE, name) ? `; ${ADVICE[name]}` : '';
    return `${name} is not available in APPSYNC_JS${advice}`;
  }
  const offered = members.map((member) => `${name}.${member}`).join(', ');
  if (parent?.type !== 'MemberExpression' || parent.object !== node || parent.computed) {
    return `${name} can only be used as ${offered}`;
  }
  const member = parent.property.type === 'Identifier' ? parent.property.name : '';
  if (members.includes(member)) return undefined;
  return `${name}.${member} is not in APPSYNC_JS's list of supported features (${offered})`;
}

function refusalOfCall(call: Extract<AnyNode, { type: 'CallExpression' }>): string | undefined {
  const method = calledMethod(call);
  if (!method) return undefined;
  if (MISSING_METHODS.includes(method)) {
    return `the method ${method} is not supported by APPSYNC_JS`;
  }
  // documented: https://docs.aws.amazon.com/appsync/latest/devguide/supported-features.html
  if (method === 'sort' && call.arguments.length > 0) {
    return 'sort takes no arguments in APPSYNC_JS; sort in the data source, or by a text key';
  }
  return undefined;
}

/** The method a call names directly, as in `list.map(…)`. */
export function calledMethod(
  call: Extract<AnyNode, { type: 'CallExpression' }>,
): string | undefined {
  const { callee } = call;
  if (callee.type !== 'MemberExpression' || callee.computed) return undefined;
  return callee.property.type === 'Identifier' ? callee.property.name : undefined;
}
