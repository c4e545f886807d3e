import type { ReportOrder } from '../../../client/index.ts';
import { draftProblems } from './draft-problems.ts';
import type { OrderDraft } from './draft.ts';
import { fileOrderOf, type FileOrder } from './file-format.ts';
import { enginesOf, kindNamed, pathOf, type FieldProblems } from './inputs.ts';
import { valueOf } from './values.ts';

/** What the form sends; `reportId` is added when it is sent. */
export type Order = Pick<ReportOrder, 'title' | 'definition' | 'engine'> & FileOrder;

/** The order a draft makes, or what is wrong with it, input by input, in words. */
export function checkDraft(
  draft: OrderDraft,
): { readonly order: Order } | { readonly problems: FieldProblems } {
  const problems = draftProblems(draft);
  if (Object.keys(problems).length > 0) return { problems };
  const title = draft.title.trim();
  const definition = definitionFrom(draft);
  const named = title ? { title } : {};
  return { order: { ...named, definition, ...fileOrderOf(draft), ...engineOf(draft) } };
}

/** An order without the name somebody gave it, as text: equal for orders of the same file. */
export function orderKey({ title: _title, ...order }: Order): string {
  return JSON.stringify(order);
}

/** Whether the second of two orders asks for nothing else: the same file, under the same name or none. */
export function isRepeated(first: Order, second: Order): boolean {
  const isOtherName = second.title !== undefined && second.title !== first.title;
  return !isOtherName && orderKey(first) === orderKey(second);
}

/** What was chosen for a kind that has a choice. */
function engineOf({ kind, engine }: OrderDraft): Pick<Order, 'engine'> {
  return enginesOf(kind).includes(engine) ? { engine: engine as NonNullable<Order['engine']> } : {};
}

interface Tree {
  [name: string]: unknown;
}

function definitionFrom({ kind, values }: OrderDraft): Order['definition'] {
  const parameters: Tree = {};
  for (const input of kindNamed(kind)?.inputs ?? []) {
    const value = valueOf(input, values[pathOf(input)] ?? '');
    if (value !== undefined) put(parameters, input.path.slice(3), value);
  }
  // The schema made the inputs: what they hold is a definition of its.
  return { [kind]: parameters } as unknown as Order['definition'];
}

function put(tree: Tree, [name = '', ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) tree[name] = value;
  else put((tree[name] ??= {}) as Tree, rest, value);
}
