import type { AnyNode } from 'acorn';
import { CALLBACK_METHODS } from './language.ts';
import type { ModuleSyntax, Problem } from './module-syntax.ts';
import { functionOf } from './names.ts';
import { calledMethod } from './refused-names.ts';
import { eachNode, isFunctionNode, type FunctionNode } from './walk.ts';

interface FunctionCall {
  readonly from: FunctionNode;
  readonly to: FunctionNode;
  readonly offset: number;
}

/** Functions used as values, and functions that call themselves. */
// documented: https://docs.aws.amazon.com/appsync/latest/devguide/supported-features.html
// documented: https://www.npmjs.com/package/@aws-appsync/eslint-plugin (no-function-passing, no-function-return, no-function-reassign, no-recursion)
export function refusedFunctions(module: ModuleSyntax): Problem[] {
  const problems: Problem[] = [];
  const calls: FunctionCall[] = [];
  eachNode(module.program, (node) => {
    if (node.type === 'CallExpression') {
      problems.push(...passedFunctions(node, module));
      const to = functionOf(module.names.declarationOf(node.callee));
      const from = enclosingFunction(node, module);
      if (to && from) calls.push({ from, to, offset: node.start });
    }
    const renamed = assignedName(node);
    if (renamed && isFunctionValue(renamed, module)) {
      problems.push({
        offset: renamed.start,
        message: 'functions cannot be given a second name; call or export the function itself',
      });
    }
    const returned = returnedValue(node);
    if (returned && isFunctionValue(returned, module)) {
      problems.push({
        offset: returned.start,
        message: 'functions cannot return functions in APPSYNC_JS; return the value itself',
      });
    }
  });
  return [...problems, ...recursions(calls)];
}

function passedFunctions(
  call: Extract<AnyNode, { type: 'CallExpression' }>,
  module: ModuleSyntax,
): Problem[] {
  if (CALLBACK_METHODS.includes(calledMethod(call) ?? '')) return [];
  return call.arguments
    .filter((argument) => isFunctionValue(argument, module))
    .map((argument) => ({
      offset: argument.start,
      message: 'functions can only be passed to array methods such as map and filter',
    }));
}

function isFunctionValue(node: AnyNode, module: ModuleSyntax): boolean {
  return isFunctionNode(node) || functionOf(module.names.declarationOf(node)) !== undefined;
}

/** The name on the right of `const a = b` and `a = b`. */
function assignedName(node: AnyNode): AnyNode | undefined {
  if (node.type === 'VariableDeclarator') {
    return node.init?.type === 'Identifier' ? node.init : undefined;
  }
  const isPlain = node.type === 'AssignmentExpression' && node.operator === '=';
  return isPlain && node.right.type === 'Identifier' ? node.right : undefined;
}

function returnedValue(node: AnyNode): AnyNode | null | undefined {
  if (node.type === 'ReturnStatement') return node.argument;
  if (node.type === 'ArrowFunctionExpression' && node.expression) return node.body;
  return undefined;
}

/** The function whose call runs a node: callbacks belong to the function they are written in. */
function enclosingFunction(node: AnyNode, module: ModuleSyntax): FunctionNode | undefined {
  let at = module.parents.get(node);
  while (at) {
    if (isFunctionNode(at)) {
      const parent = module.parents.get(at);
      const isNamed = at.type === 'FunctionDeclaration' || parent?.type === 'VariableDeclarator';
      if (isNamed) return at;
    }
    at = module.parents.get(at);
  }
  return undefined;
}

function recursions(calls: readonly FunctionCall[]): Problem[] {
  return calls
    .filter(({ from, to }) => reaches(to, from, calls))
    .map(({ offset }) => ({
      offset,
      message: 'recursion is not supported by APPSYNC_JS; use a loop of a known depth',
    }));
}

function reaches(start: FunctionNode, goal: FunctionNode, calls: readonly FunctionCall[]): boolean {
  const seen = new Set<FunctionNode>();
  const open = [start];
  for (let at = open.pop(); at; at = open.pop()) {
    if (at === goal) return true;
    if (seen.has(at)) continue;
    seen.add(at);
    for (const call of calls) if (call.from === at) open.push(call.to);
  }
  return false;
}
