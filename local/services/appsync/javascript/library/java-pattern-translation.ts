import { ResolverFault } from '../faults.ts';
import { CLASS_ESCAPES, propertyClass } from './java-character-classes.ts';

/** A Java pattern as JavaScript's engine takes it. */
export interface TranslatedPattern {
  readonly source: string;
  readonly flags: string;
  readonly mayBacktrack: boolean;
}

interface Group {
  /** Whether the group contains a repetition or a choice. */
  repeats: boolean;
  /** Inline flags opened inside the group, which end with it. */
  openFlags: number;
}

const LINE_END = '(?=(?:\\r\\n|[\\n\\r\\x85\\u2028\\u2029])?(?![\\s\\S]))';
const ZERO_WIDTH: Readonly<Record<string, string>> = {
  A: '(?<![\\s\\S])',
  z: '(?![\\s\\S])',
  Z: LINE_END,
  b: '\\b',
  B: '\\B',
  R: '(?:\\r\\n|[\\n\\x0B\\f\\r\\x85\\u2028\\u2029])',
};

/**
 * Translates Java's regular expression syntax. Throws a ResolverFault for what has no equivalent.
 */
// documented: https://docs.oracle.com/javase/8/docs/api/java/util/regex/Pattern.html
// assumed: possessive quantifiers may be read as greedy ones, and flags in the middle as a group to its end
export function translateJavaPattern(pattern: string): TranslatedPattern {
  const flags = new Set<string>(['v']);
  const groups: Group[] = [{ repeats: false, openFlags: 0 }];
  let mayBacktrack = false;
  let lastGroup: Group | undefined;
  let source = '';
  let at = readLeadingFlags();

  while (at < pattern.length) {
    const closed = lastGroup;
    lastGroup = undefined;
    const char = pattern.charAt(at);
    if (char === '\\') translateEscape();
    else if (char === '[') source += readClass();
    else if (char === '(') openGroup();
    else if (char === ')') closeGroup();
    else if ('*+?{'.includes(char)) translateQuantifier(closed);
    else {
      at += 1;
      if (char === '|') innermost().repeats = true;
      if (char === '$' && !flags.has('m')) source += LINE_END;
      else source += '^$.|'.includes(char) ? char : escapeChar(char);
    }
  }
  if (groups.length > 1) throw unreadable('an unclosed group');
  source += ')'.repeat(innermost().openFlags);
  return { source, flags: [...flags].join(''), mayBacktrack };

  function innermost(): Group {
    return groups.at(-1) ?? { repeats: false, openFlags: 0 };
  }

  function unreadable(what: string): ResolverFault {
    return new ResolverFault('PatternSyntaxException', `${what} in the pattern ${pattern}`);
  }

  function readLeadingFlags(): number {
    const found = /^\(\?([a-zA-Z]+)\)/.exec(pattern);
    if (!found?.[1]) return 0;
    for (const flag of checkedFlags(found[1])) flags.add(flag);
    return found[0].length;
  }

  function checkedFlags(text: string): string {
    const known = text.replace(/[uU]/g, '');
    if (/[^ims-]/.test(known)) throw unreadable(`the flag group (?${text})`);
    return known;
  }

  function openGroup(): void {
    const [opener = '', name] =
      /^\((?:\?(?:[:=!]|<[=!]|<([a-zA-Z]\w*)>))?/.exec(pattern.slice(at)) ?? [];
    const inline = /^\(\?([a-zA-Z-]+)([:)])/.exec(pattern.slice(at));
    if (inline?.[1]) {
      source += `(?${checkedFlags(inline[1])}:`;
      at += inline[0].length;
      if (inline[2] === ')') innermost().openFlags += 1;
      else groups.push({ repeats: false, openFlags: 0 });
      return;
    }
    if (opener === '(' && pattern.charAt(at + 1) === '?') throw unreadable('an unsupported group');
    source += name ? `(?<${name}>` : opener;
    at += opener.length;
    groups.push({ repeats: false, openFlags: 0 });
  }

  function closeGroup(): void {
    const group = groups.pop();
    if (!group || groups.length === 0) throw unreadable('an unmatched )');
    source += ')'.repeat(group.openFlags + 1);
    at += 1;
    if (group.repeats) innermost().repeats = true;
    lastGroup = group;
  }

  function translateQuantifier(closed: Group | undefined): void {
    const found = /^(?:[*+?]|\{\d+(?:,\d*)?\})([?+])?/.exec(pattern.slice(at));
    if (!found) throw unreadable('an unreadable {');
    if (!found[0].startsWith('?')) {
      if (closed?.repeats) mayBacktrack = true;
      innermost().repeats = true;
    }
    source += found[1] === '+' ? found[0].slice(0, -1) : found[0];
    at += found[0].length;
  }

  function translateEscape(): void {
    const rest = pattern.slice(at);
    const quoted = /^\\Q([\s\S]*?)(?:\\E|$)/.exec(rest);
    const back = /^\\(?:([1-9])|k<(\w+)>)/.exec(rest);
    const next = rest.charAt(1);
    if (quoted) {
      source += Array.from(quoted[1] ?? '', escapeChar).join('');
      at += quoted[0].length;
    } else if (back) {
      source += back[0];
      at += back[0].length;
    } else if (Object.hasOwn(ZERO_WIDTH, next)) {
      source += ZERO_WIDTH[next] ?? '';
      at += 2;
    } else {
      source += readCharacterEscape();
    }
  }

  /** An escape that stands for a character or a set of them; valid inside classes too. */
  function readCharacterEscape(): string {
    const rest = pattern.slice(at);
    const [text = ''] =
      /^\\(?:p(?:\{(?:\w|=)+\}|\w)|P(?:\{(?:\w|=)+\}|\w)|x\{[0-9a-fA-F]+\}|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|0[0-7]{1,3}|c[A-Z]|[\s\S])/.exec(
        rest,
      ) ?? [];
    at += Math.max(text.length, 1);
    const kind = text.charAt(1);
    if (/^\\[pP]./.test(text)) {
      const set = propertyClass(text.slice(2).replace(/[{}]/g, ''), kind === 'P');
      if (set === undefined) throw unreadable(`the property ${text}`);
      return set;
    }
    if (text.startsWith('\\x{')) return `\\u${text.slice(2)}`;
    if (/^\\[xuc]./.test(text)) return text;
    if (/^\\0./.test(text)) return `\\u{${Number.parseInt(text.slice(2), 8).toString(16)}}`;
    if (Object.hasOwn(CLASS_ESCAPES, kind)) return CLASS_ESCAPES[kind] ?? '';
    if (kind === '' || /[a-zA-Z0-9]/.test(kind)) throw unreadable(`the escape ${text || '\\'}`);
    return escapeChar(kind);
  }

  /** `[…]` with nested classes, ranges and `&&`. */
  function readClass(): string {
    at += 1;
    const negation = pattern.charAt(at) === '^' ? '^' : '';
    at += negation.length;
    const operands: string[] = [];
    let items = '';
    let isFirst = true;
    for (;;) {
      if (at >= pattern.length) throw unreadable('an unclosed [');
      const char = pattern.charAt(at);
      if (char === ']' && !isFirst) break;
      if (pattern.startsWith('&&', at)) {
        at += 2;
        operands.push(`[${items}]`);
        items = '';
      } else {
        items += char === '[' ? readClass() : readClassItem();
      }
      isFirst = false;
    }
    at += 1;
    if (operands.length === 0) return `[${negation}${items}]`;
    return `[${negation}${[...operands, `[${items}]`].join('&&')}]`;
  }

  function readClassItem(): string {
    const low = readClassCharacter();
    const next = pattern.charAt(at + 1);
    const isRange = pattern.charAt(at) === '-' && next !== '' && next !== ']' && next !== '[';
    if (!isRange) return low;
    at += 1;
    return `${low}-${readClassCharacter()}`;
  }

  function readClassCharacter(): string {
    if (pattern.charAt(at) === '\\') return readCharacterEscape();
    const char = String.fromCodePoint(pattern.codePointAt(at) ?? 0);
    at += char.length;
    return escapeChar(char);
  }
}

/** A character that stands for itself, inside and outside a class. */
function escapeChar(char: string): string {
  if (/[\^$\\.*+?()[\]{}|/]/.test(char)) return `\\${char}`;
  if (/[-&!#%,:;<=>@`~]/.test(char)) return `\\x${char.charCodeAt(0).toString(16)}`;
  return char;
}
