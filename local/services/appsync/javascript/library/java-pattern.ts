import vm from 'node:vm';
import { ResolverFault } from '../faults.ts';
import { translateJavaPattern } from './java-pattern-translation.ts';

/** Longest time a pattern that may backtrack without end gets, in milliseconds. */
// assumed: AppSync states none besides the 30 s of a whole request
const MAX_MATCH_MS = 1_000;
/** Texts from this length on are matched under the same watch, whatever the pattern. */
const LONG_TEXT_CHARACTERS = 20_000;
const MAX_CACHED_PATTERNS = 200;

/** Regular expressions in Java's syntax, which is what AppSync takes. */
// documented: https://docs.aws.amazon.com/appsync/latest/devguide/supported-features.html (String.replace, String.replaceAll)
// documented: https://docs.aws.amazon.com/appsync/latest/devguide/built-in-util-js.html (util.matches)
export interface JavaPatterns {
  /** Whether the whole text matches. Throws a ResolverFault for a pattern that cannot be read. */
  matches(pattern: string, text: string): boolean;
  /** The text with the first match, or all of them, replaced; `$1` and `${name}` stand for groups. */
  replace(text: string, pattern: string, replacement: string, everywhere: boolean): string;
  /** The first match and its groups; null without one. */
  match(text: string, pattern: string): (string | null)[] | null;
}

interface CompiledPattern {
  readonly first: RegExp;
  readonly all: RegExp;
  readonly whole: RegExp;
  /** Whether a repeated group contains a repetition or a choice. */
  readonly mayBacktrack: boolean;
}

export function createJavaPatterns(): JavaPatterns {
  const cache = new Map<string, CompiledPattern>();
  let watch: vm.Context | undefined;

  return {
    // assumed: the whole text has to match, as with Java's Pattern.matches
    matches: (pattern, text) => {
      const compiled = compiledPattern(pattern);
      return watched(compiled, text, () => compiled.whole.test(text));
    },
    replace(text, pattern, replacement, everywhere) {
      const compiled = compiledPattern(pattern);
      const pieces = readReplacement(replacement);
      return watched(compiled, text, () =>
        text.replace(everywhere ? compiled.all : compiled.first, (...found: unknown[]) =>
          render(pieces, found),
        ),
      );
    },
    match(text, pattern) {
      const compiled = compiledPattern(pattern);
      const found = watched(compiled, text, () => compiled.first.exec(text));
      return found && Array.from(found, (group: string | undefined) => group ?? null);
    },
  };

  function compiledPattern(pattern: string): CompiledPattern {
    const known = cache.get(pattern);
    if (known) return known;
    const compiled = compile(pattern);
    const [oldest] = cache.keys();
    if (oldest !== undefined && cache.size >= MAX_CACHED_PATTERNS) cache.delete(oldest);
    cache.set(pattern, compiled);
    return compiled;
  }

  /** Runs a match, under a time limit where it could take for ever. */
  function watched<Result>(
    { mayBacktrack }: CompiledPattern,
    text: string,
    run: () => Result,
  ): Result {
    if (!mayBacktrack && text.length < LONG_TEXT_CHARACTERS) return run();
    watch ??= vm.createContext({});
    watch.run = run;
    try {
      return vm.runInContext('run()', watch, { timeout: MAX_MATCH_MS }) as Result;
    } catch (error) {
      if ((error as { code?: unknown } | null)?.code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT')
        throw error;
      throw new ResolverFault(
        'PatternException',
        `the pattern took longer than ${MAX_MATCH_MS} ms`,
      );
    }
  }
}

function compile(pattern: string): CompiledPattern {
  const { source, flags, mayBacktrack } = translateJavaPattern(pattern);
  try {
    return {
      first: new RegExp(source, flags),
      all: new RegExp(source, `${flags}g`),
      whole: new RegExp(`(?<![\\s\\S])(?:${source})(?![\\s\\S])`, flags),
      mayBacktrack,
    };
  } catch {
    throw new ResolverFault('PatternSyntaxException', `not a regular expression: ${pattern}`);
  }
}

/** Gives the text of a piece for the groups of one match; group 0 is the match. */
type Piece = (
  groups: readonly (string | undefined)[],
  named: Readonly<Record<string, string>>,
) => string;

/** Java's replacement syntax: `$n`, `${name}`, and `\` before a character that stands for itself. */
// documented: https://docs.oracle.com/javase/8/docs/api/java/util/regex/Matcher.html#appendReplacement
// assumed: a lone `$` stands for itself; Java's own answer is an exception
function readReplacement(replacement: string): Piece[] {
  const tokens = replacement.matchAll(/\\([\s\S])|\$(\d)|\$\{(\w+)\}|[\s\S]/g);
  return Array.from(tokens, ([token, literal, number, name]): Piece => {
    if (number !== undefined) return (groups) => numberedGroup(groups, Number(number));
    if (name !== undefined) return (_, named) => namedGroup(named, name);
    return () => literal ?? token;
  });
}

/** What String.replace hands to a callback: the groups, the offset, the text, and the named groups if any. */
function render(pieces: readonly Piece[], found: readonly unknown[]): string {
  const offsetAt = found.findIndex((argument) => typeof argument === 'number');
  const groups = found.slice(0, offsetAt) as (string | undefined)[];
  const named = (found[offsetAt + 2] ?? {}) as Readonly<Record<string, string>>;
  return pieces.map((piece) => piece(groups, named)).join('');
}

function numberedGroup(groups: readonly (string | undefined)[], number: number): string {
  if (number >= groups.length) {
    throw new ResolverFault('IndexOutOfBoundsException', `no group ${number}`);
  }
  return groups[number] ?? '';
}

function namedGroup(named: Readonly<Record<string, string | undefined>>, name: string): string {
  if (!Object.hasOwn(named, name)) {
    throw new ResolverFault('IllegalArgumentException', `no group with name {${name}}`);
  }
  return named[name] ?? '';
}
