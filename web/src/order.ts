import type { ReportOrder } from '../../client/index.ts';
import { draftProblems, wholeNumber } from './draft-problems.ts';
import type { FieldProblems, OrderDraft } from './draft.ts';
import { fileOrderOf, type FileOrder } from './file-format.ts';

/** What the form sends; `reportId` is added when it is sent. */
export type Order = Pick<ReportOrder, 'title' | 'definition'> & FileOrder;

/** The order a draft makes, or what is wrong with it, field by field, in words. */
export function checkDraft(
  draft: OrderDraft,
): { readonly order: Order } | { readonly problems: FieldProblems } {
  const problems = draftProblems(draft);
  if (Object.keys(problems).length > 0) return { problems };
  const title = draft.title.trim();
  const definition = definitionOf(draft);
  return { order: { ...(title ? { title } : {}), definition, ...fileOrderOf(draft) } };
}

/** An order without the name somebody gave it, as text: equal for orders of the same file. */
export function orderKey({ title: _title, ...order }: Order): string {
  return JSON.stringify(order);
}

function definitionOf(draft: OrderDraft): Order['definition'] {
  const { amountOfRows, delayMs, calendarFrom, calendarTo } = draft;
  switch (draft.kind) {
    case 'sample':
      return { sample: { amountOfRows: wholeNumber(amountOfRows), delayMs: wholeNumber(delayMs) } };
    case 'calendar':
      return { calendar: { fromDate: calendarFrom, toDate: calendarTo } };
    case 'flightDelays': {
      const minimumFlights = wholeNumber(draft.minimumFlights);
      return { flightDelays: { ...flightsOf(draft), minimumFlights } };
    }
    case 'flightDetails':
      return { flightDetails: flightsOf(draft) };
  }
}

function flightsOf({ flightsFrom, flightsTo, state }: OrderDraft) {
  const letters = state.trim().toUpperCase();
  return { fromDate: flightsFrom, toDate: flightsTo, ...(letters ? { state: letters } : {}) };
}
