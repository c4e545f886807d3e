import type { RowSource } from '../columns.ts';
import { ReportError } from '../errors.ts';
import { calendar, type CalendarParameters } from './calendar.ts';
import { sample, type SampleParameters } from './sample.ts';

/** Every kind of report: what makes its rows from the parameters the resolver has checked. */
const KINDS: Readonly<Record<string, (parameters: unknown) => RowSource>> = {
  sample: (parameters) => sample(parameters as SampleParameters),
  calendar: (parameters) => calendar(parameters as CalendarParameters),
};

/** Opens the rows of a stored definition; `INVALID_DATA` when no such kind is known (an old row, a newer schema). */
export function openRows(definition: Record<string, unknown>): RowSource {
  const [kind, parameters] = Object.entries(definition)[0] ?? [];
  const open = kind !== undefined && Object.hasOwn(KINDS, kind) ? KINDS[kind] : undefined;
  if (!open) throw new ReportError('INVALID_DATA', `There is no kind of report called ${kind}.`);
  return open(parameters);
}
