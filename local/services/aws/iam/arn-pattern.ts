import { compileText, type TextPattern } from './text-pattern.ts';

const ARN_PARTS = 6;

/**
 * Makes a pattern of an ARN: each part between its colons is compared by itself, so that a `*` of an account or a
 * region does not reach into the next part; the last one takes the rest, colons and all.
 * documented: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html (wildcards in ARN segments)
 */
export function compileArn(source: string, variables: boolean): TextPattern {
  if (source === '*') return { matches: () => true };
  const sources = splitOutsideBraces(source);
  const parts = sources.map((part) => compileText(part, { wildcards: true, variables }));
  const last = parts.pop();
  const head = sources.slice(0, -1).map((part) => `${part}:`);
  // Nearly always only the last part has wildcards: the rest is compared as one text.
  if (last && !/[*?$]/.test(head.join(''))) {
    const literal = head.join('');
    return {
      matches: (arn, keys) =>
        arn.startsWith(literal) && last.matches(arn.slice(literal.length), keys),
    };
  }
  return {
    matches(arn, keys) {
      let from = 0;
      for (const part of parts) {
        const end = arn.indexOf(':', from);
        if (end < 0 || !part.matches(arn.slice(from, end), keys)) return false;
        from = end + 1;
      }
      return last?.matches(arn.slice(from), keys) ?? false;
    },
  };
}

/** At most six parts; a colon inside `${...}` divides nothing. */
function splitOutsideBraces(source: string): string[] {
  const parts: string[] = [];
  let from = 0;
  let depth = 0;
  for (let at = 0; at < source.length && parts.length < ARN_PARTS - 1; at++) {
    if (source.startsWith('${', at)) depth++;
    else if (source[at] === '}' && depth > 0) depth--;
    else if (source[at] === ':' && depth === 0) {
      parts.push(source.slice(from, at));
      from = at + 1;
    }
  }
  return [...parts, source.slice(from)];
}
