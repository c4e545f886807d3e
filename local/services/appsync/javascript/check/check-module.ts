import { LocalError } from '../../../../errors.ts';
import { MAX_CODE_CHARACTERS } from '../limits.ts';
import { positionAt } from '../positions.ts';
import { refusedContextWrites } from './refused-context-writes.ts';
import { refusedExports } from './exports.ts';
import { refusedFunctions } from './refused-functions.ts';
import { refusedLibraryUse, type Libraries } from './library-use.ts';
import { readModule, type ModuleSyntax, type Problem } from './module-syntax.ts';
import { refusedNames } from './refused-names.ts';
import { refusedSyntax } from './refused-syntax.ts';

/**
 * The syntax of code that APPSYNC_JS would accept. Throws ERR_RESOLVER_CODE otherwise, with one line
 * `<origin>:<line>:<column> what is wrong; what to do instead` for each problem.
 */
export function checkModule(code: string, origin: string, libraries: Libraries): ModuleSyntax {
  const tooLong = sizeProblem(code);
  const module = readModule(code);
  if (!('program' in module)) throw refusal(code, origin, [...tooLong, module]);
  const problems = [
    ...tooLong,
    ...refusedSyntax(module),
    ...refusedNames(module),
    ...refusedLibraryUse(module, libraries),
    ...refusedExports(module),
    ...refusedFunctions(module),
    ...refusedContextWrites(module),
  ];
  if (problems.length > 0) throw refusal(code, origin, problems);
  return module;
}

function sizeProblem(code: string): Problem[] {
  if (code.length <= MAX_CODE_CHARACTERS) return [];
  const message = `the code has ${code.length} characters; AppSync takes ${MAX_CODE_CHARACTERS}. Minify the bundle, or move work to a Lambda data source`;
  return [{ offset: 0, message }];
}

function refusal(code: string, origin: string, problems: readonly Problem[]): LocalError {
  const lines = problems
    .toSorted((one, other) => one.offset - other.offset)
    .map(({ offset, message }) => {
      const { line, column } = positionAt(code, offset);
      return `${origin}:${line}:${column} ${message}`;
    });
  return new LocalError('ERR_RESOLVER_CODE', [...new Set(lines)].join('\n'));
}
