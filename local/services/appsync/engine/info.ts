import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  Kind,
  print,
  type SelectionNode,
} from 'graphql';
import type { HandlerContext } from '../types.ts';
import { isIncluded } from './selection.ts';

/** What `ctx.info` is made of. */
export interface InfoSource {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly parentTypeName: string;
  readonly nodes: readonly FieldNode[];
  readonly returnType: GraphQLOutputType;
  /** As the client sent them. */
  readonly rawVariables: Readonly<Record<string, unknown>>;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly spelled: SpelledSelections;
}

/** Selection sets already spelled out, by the field nodes they belong to. */
export type SpelledSelections = WeakMap<readonly FieldNode[], { list?: string[]; text?: string }>;

// documented: https://docs.aws.amazon.com/appsync/latest/devguide/resolver-context-reference-js.html
/** `ctx.info`; the selection sets are computed when first read. The language runtime keeps them out of JSON. */
export function createInfo(source: InfoSource): HandlerContext['info'] {
  return new Info(source);
}

/** A class, as V8 gives each object literal with getters a hidden class of its own, which outlives the request. */
class Info {
  readonly fieldName: string;
  readonly parentTypeName: string;
  readonly variables: Record<string, unknown>;
  readonly #source: InfoSource;

  constructor(source: InfoSource) {
    this.fieldName = source.nodes[0]?.name.value ?? '';
    this.parentTypeName = source.parentTypeName;
    this.variables = { ...source.rawVariables };
    this.#source = source;
  }

  get selectionSetList(): string[] {
    return (this.#spelled.list ??= selectionSetList(this.#source));
  }

  get selectionSetGraphQL(): string {
    return (this.#spelled.text ??= selectionSetText(this.#source.nodes));
  }

  get #spelled(): { list?: string[]; text?: string } {
    const { spelled, nodes } = this.#source;
    const known = spelled.get(nodes);
    if (known) return known;
    const fresh = {};
    spelled.set(nodes, fresh);
    return fresh;
  }
}

// documented: the same page (aliases instead of names, parents before children, fragments inlined)
function selectionSetList({
  schema,
  fragments,
  nodes,
  returnType,
  variables,
}: InfoSource): string[] {
  const paths = new Set<string>();
  const named = getNamedType(returnType);

  function walk(
    selections: readonly SelectionNode[],
    prefix: string,
    seen: readonly string[],
  ): void {
    for (const selection of selections) {
      if (!isIncluded(selection, variables)) continue;
      if (selection.kind === Kind.FIELD) {
        const path = prefix + (selection.alias ?? selection.name).value;
        paths.add(path);
        walk(selection.selectionSet?.selections ?? [], `${path}/`, seen);
        continue;
      }
      const isSpread = selection.kind === Kind.FRAGMENT_SPREAD;
      const fragment = isSpread ? fragments.get(selection.name.value) : selection;
      if (!fragment || (isSpread && seen.includes(selection.name.value))) continue;
      // documented: the same page (an abstract type's list leaves out fields of concrete fragments)
      const condition = fragment.typeCondition?.name.value;
      const isConcrete = condition !== undefined && condition !== named.name;
      if (prefix === '' && isConcrete && isAbstractType(schema.getType(named.name))) continue;
      walk(
        fragment.selectionSet.selections,
        prefix,
        isSpread ? [...seen, selection.name.value] : seen,
      );
    }
  }

  for (const node of nodes) walk(node.selectionSet?.selections ?? [], '', []);
  return [...paths];
}

// documented: the same page (spreads are not merged, inline fragments are kept)
function selectionSetText(nodes: readonly FieldNode[]): string {
  const selections = nodes.flatMap((node) => node.selectionSet?.selections ?? []);
  return selections.length === 0 ? '' : print({ kind: Kind.SELECTION_SET, selections });
}
