import { type GraphQLField, type GraphQLSchema, getDirectiveValues } from 'graphql';

/** The mutation fields that feed each field of `Subscription`, from `@aws_subscribe`. */
export function subscriptionSources(schema: GraphQLSchema): ReadonlyMap<string, readonly string[]> {
  const fields = Object.values(schema.getSubscriptionType()?.getFields() ?? {});
  return new Map(fields.map((field) => [field.name, mutationsOf(schema, field)]));
}

// documented: https://docs.aws.amazon.com/appsync/latest/devguide/aws-appsync-real-time-data.html
/** What is wrong with the `@aws_subscribe` directives: unknown mutations, or another return type. */
export function subscriptionProblems(schema: GraphQLSchema): string[] {
  const mutations = schema.getMutationType()?.getFields() ?? {};
  return Object.values(schema.getSubscriptionType()?.getFields() ?? {}).flatMap((field) => {
    const where = `Subscription.${field.name}${lineOf(field)}`;
    return mutationsOf(schema, field).flatMap((name) => {
      const mutation = mutations[name];
      if (mutation === undefined)
        return [`${where} subscribes to Mutation.${name}, which does not exist.`];
      // A subscription field is best nullable, so only the type inside is compared.
      const [own, other] = [String(field.type), String(mutation.type)].map((t) =>
        t.replace(/!$/, ''),
      );
      return own === other
        ? []
        : [
            `${where} returns ${own}, but Mutation.${name} returns ${other}: they must be the same.`,
          ];
    });
  });
}

function mutationsOf(schema: GraphQLSchema, field: GraphQLField<unknown, unknown>): string[] {
  const directive = schema.getDirective('aws_subscribe');
  if (!directive || !field.astNode) return [];
  const values = getDirectiveValues(directive, field.astNode);
  return Array.isArray(values?.mutations) ? values.mutations.map(String) : [];
}

function lineOf(field: { astNode?: { loc?: { startToken: { line: number } } } | null }): string {
  const line = field.astNode?.loc?.startToken.line;
  return line === undefined ? '' : ` (line ${line})`;
}
