import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Kind, parse, print, type DefinitionNode } from 'graphql';

const SCHEMA = 'schema/schema.graphql';
const MERGED = '.local/bundles/schema.graphql';

/**
 * The file of the deployed schema with a file of further types and of fields in `extend type` blocks. They are merged
 * here, as AppSync takes no extensions; descriptions and directives stay.
 */
export function writeSchemaWith(extensionFile: string): string {
  mkdirSync(path.dirname(MERGED), { recursive: true });
  writeFileSync(
    MERGED,
    mergeSchemas(readFileSync(SCHEMA, 'utf8'), readFileSync(extensionFile, 'utf8')),
  );
  return MERGED;
}

/** The text of a schema with the extension's types added and its `extend type` fields put where they belong. */
export function mergeSchemas(schema: string, extension: string): string {
  const { definitions: base } = parse(schema, { noLocation: true });
  const { definitions: added } = parse(extension, { noLocation: true });
  const extensions = added.filter((node) => node.kind === Kind.OBJECT_TYPE_EXTENSION);
  const types = new Set(
    base.flatMap((node) => (node.kind === Kind.OBJECT_TYPE_DEFINITION ? [node.name.value] : [])),
  );
  const unknown = extensions.find(({ name }) => !types.has(name.value));
  if (unknown)
    throw new Error(`${unknown.name.value} is extended, but ${SCHEMA} has no such type.`);
  const extended = base.map((node): DefinitionNode => {
    if (node.kind !== Kind.OBJECT_TYPE_DEFINITION) return node;
    const further = extensions
      .filter(({ name }) => name.value === node.name.value)
      .flatMap(({ fields }) => fields ?? []);
    return { ...node, fields: [...(node.fields ?? []), ...further] };
  });
  const newTypes = added.filter((node) => node.kind !== Kind.OBJECT_TYPE_EXTENSION);
  return print({ kind: Kind.DOCUMENT, definitions: [...extended, ...newTypes] });
}
