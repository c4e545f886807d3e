import { Kind, parse } from 'graphql';

/** The ARNs of the root fields a request asks for; those of a text that cannot be read are none. */
export function wantedFields(apiArn: string, body: string): string[] {
  try {
    const { query } = JSON.parse(body) as { query?: unknown };
    return parse(String(query), { noLocation: true }).definitions.flatMap((definition) => {
      if (definition.kind !== Kind.OPERATION_DEFINITION) return [];
      // assumed: the root types have their usual names, as this is for a hint only
      const type = definition.operation.replace(/^./, (letter) => letter.toUpperCase());
      return definition.selectionSet.selections.flatMap((selection) =>
        selection.kind === Kind.FIELD
          ? [`${apiArn}/types/${type}/fields/${selection.name.value}`]
          : [],
      );
    });
  } catch {
    return [];
  }
}
