import {
  buildASTSchema,
  type DocumentNode,
  GraphQLError,
  GraphQLSchema,
  isSpecifiedDirective,
  Kind,
  parse,
  Source,
  validateSchema,
  visit,
} from 'graphql';
import { validateSDL } from 'graphql/validation/validate.js';
import { LocalError } from '../../../errors.ts';
import { MAX_SCHEMA_BYTES } from './limits.ts';
import { appSyncAdditions, STANDARD_DIRECTIVES } from './schema-additions.ts';
import { awsScalars } from './scalars/table.ts';
import { subscriptionProblems } from './subscription-sources.ts';

const DEPLOYED = 'schema';

/**
 * The executable schema AppSync makes of a deployed one: its directives and the scalars in use added.
 * Throws ERR_SCHEMA_INVALID with every problem and its line.
 */
export function buildApiSchema(sdl: string): GraphQLSchema {
  if (Buffer.byteLength(sdl) > MAX_SCHEMA_BYTES) {
    throw invalid([`The schema is larger than ${MAX_SCHEMA_BYTES} bytes.`]);
  }
  const deployed = parseSchema(sdl);
  const own = ownDefinitionProblems(deployed);
  if (own.length > 0) throw invalid(own);
  const document = withAdditions(deployed);
  const broken = validateSDL(document).map(describe);
  if (broken.length > 0) throw invalid(broken);
  const schema = withAppSyncDirectives(buildASTSchema(document, { assumeValidSDL: true }));
  // documented: https://docs.aws.amazon.com/appsync/latest/devguide/designing-your-schema.html (a Query type is mandatory)
  const problems = schema.getQueryType()
    ? [...validateSchema(schema).map(describe), ...subscriptionProblems(schema)]
    : ['There is no top level schema object defined: a schema needs a type Query.'];
  if (problems.length > 0) throw invalid(problems);
  return schema;
}

function parseSchema(sdl: string): DocumentNode {
  try {
    return parse(new Source(sdl, DEPLOYED));
  } catch (cause) {
    throw invalid([cause instanceof GraphQLError ? describe(cause) : String(cause)], cause);
  }
}

// documented: https://docs.aws.amazon.com/appsync/latest/devguide/scalars.html (no custom scalars, AWS prefix reserved)
function ownDefinitionProblems(document: DocumentNode): string[] {
  return document.definitions.flatMap((definition) => {
    if (!('name' in definition) || definition.name === undefined) return [];
    const name = definition.name.value;
    const where = definition.loc ? ` (line ${definition.loc.startToken.line})` : '';
    if (definition.kind === Kind.SCALAR_TYPE_DEFINITION) {
      return [`AppSync has no custom scalars: remove \`scalar ${name}\`${where}.`];
    }
    if (definition.kind.endsWith('TypeDefinition') && name.startsWith('AWS')) {
      return [`Names that begin with AWS are reserved: rename ${name}${where}.`];
    }
    return [];
  });
}

function withAdditions(deployed: DocumentNode): DocumentNode {
  const used = new Set<string>();
  const declared = new Set<string>();
  visit(deployed, {
    NamedType: ({ name }) => void (name.value in awsScalars && used.add(name.value)),
    DirectiveDefinition: ({ name }) => void declared.add(name.value),
  });
  const additions = parse(new Source(appSyncAdditions(used), 'AppSync')).definitions.filter(
    (added) => added.kind !== Kind.DIRECTIVE_DEFINITION || !declared.has(added.name.value),
  );
  return { kind: Kind.DOCUMENT, definitions: [...deployed.definitions, ...additions] };
}

// observed: aws-amplify/amplify-js#11277: introspection of deployed APIs has `include`, `skip` and `deprecated`, not the newer standard directives
function withAppSyncDirectives(schema: GraphQLSchema): GraphQLSchema {
  const config = schema.toConfig();
  const directives = config.directives.filter(
    (directive) => !isSpecifiedDirective(directive) || STANDARD_DIRECTIVES.has(directive.name),
  );
  return new GraphQLSchema({ ...config, directives });
}

function describe(error: GraphQLError): string {
  const line = error.locations?.[0]?.line;
  const isDeployed = error.source === undefined || error.source.name === DEPLOYED;
  return line !== undefined && isDeployed ? `${error.message} (line ${line})` : error.message;
}

function invalid(problems: readonly string[], cause?: unknown): LocalError {
  const list = problems.map((problem) => `\n  - ${problem}`).join('');
  return new LocalError('ERR_SCHEMA_INVALID', `AppSync would refuse the schema:${list}`, { cause });
}
