import { userFailure } from '../errors.ts';
import { tokenize } from './lexer.ts';

/**
 * Puts execution parameters in the places of `?`: each value is an expression where it can be one, and a text where it
 * names something or is none.
 */
// observed: 2026-09, https://github.com/aoyagikouhei/athena-local docs/parameters.md (measured on Athena: `1 + 1` is 2, `abc` and `x + 1` are texts)
export async function bindParameters(
  query: string,
  values: readonly string[],
  isConstant: (expression: string) => Promise<boolean>,
): Promise<string> {
  const places = tokenize(query).filter(({ kind }) => kind === 'parameter');
  // observed: the same page (values for a statement without any ? are ignored)
  if (places.length === 0) return query;
  if (places.length !== values.length) {
    // observed: https://github.com/trinodb/trino QueryPreparer (the words in the engine's source)
    throw userFailure(
      'INVALID_PARAMETER_USAGE',
      `line 1:1: Incorrect number of parameters: expected ${places.length} but found ${values.length}`,
    );
  }
  let bound = '';
  let from = 0;
  for (const [index, { at }] of places.entries()) {
    bound += query.slice(from, at) + (await literal(values[index] ?? '', isConstant));
    from = at + 1;
  }
  return bound + query.slice(from);
}

async function literal(
  value: string,
  isConstant: (expression: string) => Promise<boolean>,
): Promise<string> {
  if (/^(?:'(?:[^']|'')*'|\d+|true|false|null)$/i.test(value)) return value;
  if (await isConstant(value)) return `(${value})`;
  return `'${value.replaceAll("'", "''")}'`;
}
