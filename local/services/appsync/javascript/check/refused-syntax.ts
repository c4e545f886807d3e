import type { AnyNode } from 'acorn';
import type { ModuleSyntax, Problem } from './module-syntax.ts';
import { eachNode, isFunctionNode } from './walk.ts';

type Refusal = (node: never) => string | undefined;

const LOOP_ADVICE = 'use for…of, for…in or an array method';

// documented: https://docs.aws.amazon.com/appsync/latest/devguide/supported-features.html
const DOCUMENTED: Readonly<Record<string, Refusal>> = {
  ThrowStatement: () => 'throw is not supported; end the handler with util.error(message, type)',
  TryStatement: () =>
    'try is not supported; utilities answer with values (JSON.parse of bad text is "")',
  WhileStatement: () => `while is not supported; ${LOOP_ADVICE}`,
  DoWhileStatement: () => `do…while is not supported; ${LOOP_ADVICE}`,
  ForStatement: () => `for (;;) is not supported; ${LOOP_ADVICE}`,
  ContinueStatement: () => 'continue is not supported; put the rest of the loop body in an if',
  LabeledStatement: () => 'labels are not supported; leave the loop with a condition',
  UpdateExpression: (node: NodeOf<'UpdateExpression'>) =>
    `${node.operator} is not supported; write ${node.operator === '++' ? '+= 1' : '-= 1'}`,
  UnaryExpression: (node: NodeOf<'UnaryExpression'>) =>
    node.operator === '~' ? '~ is not supported; write -x - 1' : undefined,
  BinaryExpression: (node: NodeOf<'BinaryExpression'>) => {
    if (node.operator === 'in')
      return 'the in operator is not supported; use Object.hasOwn(object, key)';
    if (node.operator === 'instanceof') return 'instanceof is not supported; use typeof';
    return undefined;
  },
  NewExpression: () => 'new is not supported; use plain objects, and util.time for dates',
  ClassDeclaration: () => 'classes are not supported; use functions and plain objects',
  ClassExpression: () => 'classes are not supported; use functions and plain objects',
  ThisExpression: () => 'this is not supported; pass the value as an argument',
  AwaitExpression: () => 'await is not supported; ask a data source and read ctx.result',
  YieldExpression: () => 'yield is not supported; build an array',
};

const OTHERS: Readonly<Record<string, Refusal>> = {
  // documented: https://www.npmjs.com/package/@aws-appsync/eslint-plugin (rule no-regex)
  Literal: (node: NodeOf<'Literal'>) =>
    node.regex
      ? 'regular expression literals are not supported; use util.matches(pattern, text)'
      : undefined,
  // assumed: modules are not loaded at run time and no import.meta is documented
  ImportExpression: () => 'import() is not supported; bundle what the handler needs',
  MetaProperty: () => 'import.meta and new.target are not supported',
  // assumed: accessors need this, which is not supported
  Property: (node: NodeOf<'Property'>) =>
    node.kind === 'init' ? undefined : 'getters and setters are not supported; use a function',
};

type NodeOf<Type extends AnyNode['type']> = Extract<AnyNode, { type: Type }>;

/** Statements, operators and literals APPSYNC_JS does not have. */
export function refusedSyntax({ program }: ModuleSyntax): Problem[] {
  const problems: Problem[] = [];
  eachNode(program, (node, parent) => {
    const message = refusalOf(node, parent);
    if (message) problems.push({ offset: node.start, message });
  });
  return problems;
}

function refusalOf(node: AnyNode, parent: AnyNode | undefined): string | undefined {
  if (isFunctionNode(node) && parent?.type !== 'MethodDefinition') {
    // documented: https://docs.aws.amazon.com/appsync/latest/devguide/supported-features.html
    if (node.async)
      return 'async functions are not supported; ask a data source and read ctx.result';
    if (node.generator) return 'generator functions are not supported; build an array';
    return undefined;
  }
  if (node.type === 'ForOfStatement' && node.await) return 'for await is not supported; use for…of';
  const refusal = DOCUMENTED[node.type] ?? OTHERS[node.type];
  return refusal?.(node as never);
}
