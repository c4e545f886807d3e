import {
  Kind,
  print,
  stripIgnoredCharacters,
  visit,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';

/**
 * A plugin for graphql-codegen, beside typescript-operations: each operation as a string that knows the types of its
 * variables and of its answer. Without what GraphQL ignores: pages load every document they use, and each request
 * carries one.
 */
export function plugin(
  _: GraphQLSchema,
  files: readonly { readonly document?: DocumentNode }[],
): { prepend: string[]; content: string } {
  const definitions = files.flatMap(({ document }) => document?.definitions ?? []);
  const fragments = new Map(
    definitions
      .filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION)
      .map((each) => [(each as FragmentDefinitionNode).name.value, each as FragmentDefinitionNode]),
  );
  const operations = definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  return {
    prepend: [IMPORT],
    content: [
      TYPE,
      ...operations.map((each) => constantOf(each as OperationDefinitionNode, fragments)),
      '',
    ].join('\n'),
  };
}

const IMPORT = "import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';";
const TYPE = `
/** A document, and the types of its answer and of its variables. */
export type TypedDocumentString<TResult, TVariables> = string &
  DocumentTypeDecoration<TResult, TVariables>;
`;

type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

function constantOf(operation: OperationDefinitionNode, fragments: Fragments): string {
  const name = operation.name?.value;
  if (name === undefined) throw new Error('Every operation in schema/operations needs a name.');
  const used = [operation, ...fragmentsIn(operation, fragments)];
  const { operation: kind } = operation;
  const type = `${name}${kind.charAt(0).toUpperCase()}${kind.slice(1)}`;
  const text = used.map((each) => stripIgnoredCharacters(print(each))).join('');
  // One literal: of a text put together from others, a bundler leaves nothing out.
  return `export const ${name}Document = ${JSON.stringify(text)} as TypedDocumentString<${type}, ${type}Variables>;`;
}

/** The fragments that a definition spreads, and those that these spread. */
function fragmentsIn(
  definition: OperationDefinitionNode | FragmentDefinitionNode,
  fragments: Fragments,
  found = new Set<FragmentDefinitionNode>(),
): Set<FragmentDefinitionNode> {
  visit(definition, {
    FragmentSpread({ name: { value } }) {
      const fragment = fragments.get(value);
      if (!fragment) throw new Error(`schema/operations lacks the fragment ${value}.`);
      if (found.has(fragment)) return;
      found.add(fragment);
      fragmentsIn(fragment, fragments, found);
    },
  });
  return found;
}
