/**
 * A plugin for graphql-codegen: every operation as a text that aws-amplify infers types from, in the form Amplify's own
 * generator writes. It goes after the plugin `typescript-operations`: docs/typed-clients.md. Plain JavaScript, so that
 * it can be copied into any project.
 */
import { concatAST, Kind, print, visit } from 'graphql';

// observed: aws-amplify 6.22.1, GraphQLVariablesV6 and GraphQLResponseV6 in @aws-amplify/api-graphql
const BRANDS = ['Query', 'Mutation', 'Subscription'].map(
  (kind) => `type Generated${kind}<Input, Output> = string & {
  __generated${kind}Input: Input;
  __generated${kind}Output: Output;
};`,
);

/** Called by graphql-codegen with the schema and every file of documents. */
export function plugin(_schema, files) {
  const all = concatAST(files.map(({ document }) => document));
  const operations = all.definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  return [...BRANDS, ...operations.map((operation) => brandedText(operation, all))].join('\n\n');
}

function brandedText(operation, all) {
  const { value: name } = operation.name;
  const kind = capitalised(operation.operation);
  const type = `${capitalised(name)}${kind}`;
  const text = [operation, ...fragmentsOf(operation, all)].map(print).join('\n\n');
  return `export const ${name[0].toLowerCase()}${name.slice(1)} = /* GraphQL */ \`${text}\` as Generated${kind}<
  ${type}Variables,
  ${type}
>;`;
}

/** The fragments an operation spreads, and those they spread, each once. */
function fragmentsOf(operation, { definitions }) {
  const found = new Set();
  const follow = (node) =>
    visit(node, {
      FragmentSpread({ name }) {
        const fragment = definitions.find(
          (each) => each.kind === Kind.FRAGMENT_DEFINITION && each.name.value === name.value,
        );
        if (!fragment || found.has(fragment)) return;
        found.add(fragment);
        follow(fragment);
      },
    });
  follow(operation);
  return found;
}

function capitalised(text) {
  return `${text[0].toUpperCase()}${text.slice(1)}`;
}
