import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  isAbstractType,
  Kind,
  SchemaMetaFieldDef,
  type SelectionNode,
  type SelectionSetNode,
  TypeMetaFieldDef,
  visit,
} from 'graphql';

/** One entry of a response object: its key and every field node that asks for it. */
export interface SelectedField {
  readonly key: string;
  readonly name: string;
  /** `Type.field`, made once and not at each execution. */
  readonly coordinate: string;
  readonly nodes: readonly FieldNode[];
  /** None for `__typename`, which is of every object type. */
  readonly definition: GraphQLField<unknown, unknown> | undefined;
}

/** Abstract positions have several types, one after the other; most have one. */
interface Remembered {
  readonly type: GraphQLObjectType;
  readonly fields: readonly SelectedField[];
  readonly next: Remembered | undefined;
}

/** Reads which fields a document asks of an object. */
export interface Selections {
  /** False when every key is its field's own name. */
  readonly hasAliases: boolean;
  /** The fields under `parents` (or of a whole selection set) for an object type, in response order. */
  fieldsOf(
    parents: readonly { readonly selectionSet?: SelectionSetNode | undefined }[],
    type: GraphQLObjectType,
    variables: Readonly<Record<string, unknown>>,
  ): readonly SelectedField[];
}

/** Selections of one document; remembered with their object type unless `@skip` or `@include` makes them vary. */
export function createSelections(
  schema: GraphQLSchema,
  document: DocumentNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): Selections {
  const remembered = new WeakMap<object, Remembered>();
  const { hasAliases, hasConditions: varies } = traitsOf(document);

  function collect(
    selections: readonly SelectionNode[],
    type: GraphQLObjectType,
    variables: Readonly<Record<string, unknown>>,
    into: Map<string, FieldNode[]>,
    seen: Set<string>,
  ): void {
    for (const selection of selections) {
      if (varies && !isIncluded(selection, variables)) continue;
      if (selection.kind === Kind.FIELD) {
        const key = (selection.alias ?? selection.name).value;
        const nodes = into.get(key);
        if (nodes) nodes.push(selection);
        else into.set(key, [selection]);
        continue;
      }
      if (selection.kind === Kind.FRAGMENT_SPREAD) {
        if (seen.has(selection.name.value)) continue;
        seen.add(selection.name.value);
      }
      const fragment =
        selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
      if (fragment && applies(schema, fragment.typeCondition?.name.value, type)) {
        collect(fragment.selectionSet.selections, type, variables, into, seen);
      }
    }
  }

  return {
    hasAliases,
    fieldsOf(parents, type, variables) {
      const owner = parents.length === 1 && !varies ? parents[0] : undefined;
      const first = owner && remembered.get(owner);
      for (let known = first; known; known = known.next) {
        if (known.type === type) return known.fields;
      }
      const collected = new Map<string, FieldNode[]>();
      const seen = new Set<string>();
      for (const { selectionSet } of parents) {
        collect(selectionSet?.selections ?? [], type, variables, collected, seen);
      }
      const fields = [...collected].map(([key, nodes]) => {
        const name = nodes[0]?.name.value ?? key;
        const definition = definitionOf(schema, type, name);
        return { key, name, coordinate: `${type.name}.${name}`, nodes, definition };
      });
      if (owner) remembered.set(owner, { type, fields, next: first });
      return fields;
    },
  };
}

/** Whether `@skip` and `@include` let a selection stand. */
export function isIncluded(
  { directives = [] }: SelectionNode,
  variables: Readonly<Record<string, unknown>>,
): boolean {
  return directives.every((directive) => {
    const condition = directive.arguments?.find(({ name }) => name.value === 'if')?.value;
    const holds =
      condition?.kind === Kind.VARIABLE
        ? variables[condition.name.value] === true
        : condition?.kind === Kind.BOOLEAN && condition.value;
    if (directive.name.value === 'skip') return !holds;
    return directive.name.value === 'include' ? holds : true;
  });
}

function definitionOf(
  schema: GraphQLSchema,
  type: GraphQLObjectType,
  name: string,
): GraphQLField<unknown, unknown> | undefined {
  const definition = type.getFields()[name];
  if (definition || type !== schema.getQueryType()) return definition;
  if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
  return name === TypeMetaFieldDef.name ? TypeMetaFieldDef : undefined;
}

function applies(
  schema: GraphQLSchema,
  condition: string | undefined,
  type: GraphQLObjectType,
): boolean {
  if (condition === undefined || condition === type.name) return true;
  const conditionType = schema.getType(condition);
  return isAbstractType(conditionType) && schema.isSubType(conditionType, type);
}

function traitsOf(document: DocumentNode): { hasAliases: boolean; hasConditions: boolean } {
  const traits = { hasAliases: false, hasConditions: false };
  visit(document, {
    Field({ alias }) {
      traits.hasAliases ||= alias !== undefined;
    },
    Directive({ name }) {
      traits.hasConditions ||= name.value === 'skip' || name.value === 'include';
    },
  });
  return traits;
}
