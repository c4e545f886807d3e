import type { RowSource } from '../pipeline/batch.ts';
import { calendar, type CalendarParameters } from './columnar/calendar.ts';
import { sample, type SampleParameters } from './columnar/sample.ts';

/** Every kind of report whose rows are made in TypeScript; the resolver has checked the parameters. */
export const ROW_KINDS: Readonly<Record<string, (parameters: unknown) => RowSource>> = {
  sample: (parameters) => sample(parameters as SampleParameters),
  calendar: (parameters) => calendar(parameters as CalendarParameters),
};
