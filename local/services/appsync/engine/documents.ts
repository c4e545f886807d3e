import {
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  parse,
} from 'graphql';
import type { AppSyncError } from '../types.ts';
import { requestRefusal } from './errors.ts';
import type { SpelledSelections } from './info.ts';
import type { EngineLimits } from './limits.ts';
import { createSelections, type Selections } from './selection.ts';
import { validateDocument } from './validate-document.ts';
import { type DeclaredVariable, declaredVariables } from './variables.ts';

/** A document that was parsed and validated. */
export interface PreparedDocument {
  readonly document: DocumentNode;
  readonly operations: readonly OperationDefinitionNode[];
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly selections: Selections;
  readonly spelled: SpelledSelections;
  readonly variables: ReadonlyMap<OperationDefinitionNode, readonly DeclaredVariable[]>;
}

/** A document ready to run, or why it is refused. */
export type Preparation =
  { readonly prepared: PreparedDocument } | { readonly errors: readonly AppSyncError[] };

/** Parses and validates documents, remembering the ones used last. */
export function createDocuments(
  schema: GraphQLSchema,
  introspection: boolean,
  limits: Pick<EngineLimits, 'maxQueryTokens' | 'maxCachedDocuments'>,
): (query: string) => Preparation {
  // Two generations instead of an order of use, which would have to be changed at every request.
  let young = new Map<string, Preparation>();
  let old: typeof young = new Map();
  return (query) => {
    const known = young.get(query);
    if (known) return known;
    const preparation =
      old.get(query) ?? prepare(schema, query, introspection, limits.maxQueryTokens);
    if (young.size >= limits.maxCachedDocuments / 2) {
      old = young;
      young = new Map();
    }
    young.set(query, preparation);
    return preparation;
  };
}

/** The operation to run, or why there is none. */
export function chooseOperation(
  { operations }: PreparedDocument,
  name: string | null | undefined,
): { operation: OperationDefinitionNode } | { errors: readonly AppSyncError[] } {
  const [first, ...others] = operations;
  const chosen =
    name === null || name === undefined || name === ''
      ? others.length === 0
        ? first
        : undefined
      : operations.find((operation) => operation.name?.value === name);
  if (chosen) return { operation: chosen };
  // assumed: `Missing operation name.` is secondary evidence; the other text is graphql-java's
  const message = name ? `Unknown operation named '${name}'.` : 'Missing operation name.';
  return { errors: [requestRefusal(message, 'MalformedHttpRequestException')] };
}

function prepare(
  schema: GraphQLSchema,
  query: string,
  introspection: boolean,
  maxTokens: number,
): Preparation {
  let document: DocumentNode;
  let errors: readonly AppSyncError[];
  try {
    document = parse(query, { maxTokens });
    errors = validateDocument(schema, document, introspection);
  } catch (error) {
    // A stack that is too small for the nesting counts as a document that cannot be read.
    if (error instanceof GraphQLError || error instanceof RangeError) {
      return { errors: [parseRefusal(error)] };
    }
    throw error;
  }
  if (errors.length > 0) return { errors };
  const operations = document.definitions.filter(
    (definition) => definition.kind === Kind.OPERATION_DEFINITION,
  );
  if (operations.length === 0) return { errors: [parseRefusal(undefined)] };
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION)
      fragments.set(definition.name.value, definition);
  }
  const selections = createSelections(schema, document, fragments);
  const variables = new Map(operations.map((one) => [one, declaredVariables(schema, one)]));
  const spelled: SpelledSelections = new WeakMap();
  return { prepared: { document, operations, fragments, selections, spelled, variables } };
}

function parseRefusal(error: unknown): AppSyncError {
  const isTooLong = error instanceof GraphQLError && /\d+ tokens\b/.test(error.message);
  // assumed: the text for too many tokens was seen second-hand
  // observed: graphql/graphql-over-http#81 (everything else that cannot be read)
  const message = isTooLong ? 'Maximum char length exceeded' : 'Unable to parse GraphQL query.';
  return requestRefusal(message, 'MalformedHttpRequestException');
}
