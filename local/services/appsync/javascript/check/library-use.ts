import type { AnyNode } from 'acorn';
import { GLOBAL_LIBRARIES, LIBRARY_ADVICE } from './language.ts';
import type { ModuleSyntax, Problem } from './module-syntax.ts';
import { importedName, type Declaration } from './names.ts';

/** A library by its members: an object holds more members, anything else is one. */
export interface LibraryTree {
  readonly [member: string]: unknown;
}

/** Libraries by the name modules import them under. */
export type Libraries = Readonly<Record<string, LibraryTree>>;

/** The library whose members are also global. */
export const MAIN_LIBRARY = '@aws-appsync/utils';

const ABSENT: Readonly<Record<string, string>> = {
  '@aws-appsync/utils/rds':
    'AppSync has this module, but this local cloud has no relational data source; use a Lambda data source',
  '@aws-appsync/utils/ai':
    'AppSync has this module, but this local cloud has no Bedrock data source; use a Lambda data source',
};

/** Imports of what is not there, and members of the libraries that do not exist. */
// observed: aws/aws-appsync-community#334: AppSync compiles code with TypeScript at deployment, so that an unknown helper is an error there
export function refusedLibraryUse(module: ModuleSyntax, libraries: Libraries): Problem[] {
  const problems: Problem[] = [];
  for (const statement of module.program.body) {
    if (statement.type === 'ImportDeclaration') {
      problems.push(...refusedImports(statement, libraries));
    }
  }
  for (const { node, declaration } of module.names.references) {
    const found = libraryAt(node.name, declaration, libraries);
    if (!found) continue;
    const problem = unknownMember(found.path, found.tree, node, module);
    if (problem) problems.push(problem);
  }
  return problems;
}

function refusedImports(
  statement: Extract<AnyNode, { type: 'ImportDeclaration' }>,
  libraries: Libraries,
): Problem[] {
  const name = String(statement.source.value);
  const library = Object.hasOwn(libraries, name) ? libraries[name] : undefined;
  if (!library) {
    const why = Object.hasOwn(ABSENT, name)
      ? ABSENT[name]
      : 'only @aws-appsync/utils and @aws-appsync/utils/dynamodb can be imported; bundle everything else';
    return [{ offset: statement.start, message: `cannot import '${name}': ${why}` }];
  }
  return statement.specifiers
    .filter((specifier) => {
      const wanted = importedName(specifier);
      return wanted !== '*' && !Object.hasOwn(library, wanted);
    })
    .map((specifier) => ({
      offset: specifier.start,
      message: `'${name}' has no export ${importedName(specifier)}`,
    }));
}

function libraryAt(
  name: string,
  declaration: Declaration | undefined,
  libraries: Libraries,
): { path: string; tree: unknown } | undefined {
  if (!declaration) {
    if (!GLOBAL_LIBRARIES.includes(name)) return undefined;
    return { path: name, tree: libraries[MAIN_LIBRARY]?.[name] };
  }
  const { imported } = declaration;
  if (!imported || !Object.hasOwn(libraries, imported.module)) return undefined;
  const library = libraries[imported.module];
  if (imported.name === '*') return { path: name, tree: library };
  return { path: imported.name, tree: library?.[imported.name] };
}

/** Follows `util.time.now…` from its first name to the first member that is not there. */
function unknownMember(
  path: string,
  tree: unknown,
  node: AnyNode,
  module: ModuleSyntax,
): Problem | undefined {
  const parent = module.parents.get(node);
  if (typeof tree !== 'object' || tree === null) return undefined;
  if (parent?.type !== 'MemberExpression' || parent.object !== node || parent.computed) {
    return undefined;
  }
  const member = parent.property.type === 'Identifier' ? parent.property.name : '';
  const memberPath = `${path}.${member}`;
  if (!Object.hasOwn(tree, member)) {
    const advice = Object.hasOwn(LIBRARY_ADVICE, memberPath)
      ? `; ${LIBRARY_ADVICE[memberPath]}`
      : '';
    return {
      offset: parent.start,
      message: `${memberPath} does not exist in APPSYNC_JS${advice}`,
    };
  }
  return unknownMember(memberPath, (tree as LibraryTree)[member], parent, module);
}
