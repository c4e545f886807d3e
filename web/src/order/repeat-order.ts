import type { Report } from '../../../client/index.ts';
import { definitionOf } from '../definition.ts';
import type { Order } from './order.ts';

/** The order that makes the same file again, of kinds this page has no form for too. */
export function repeatOrder(report: Report): Order {
  const { title, format, csv, gzip, timeZone } = report;
  return {
    ...(title ? { title } : {}),
    definition: definitionOf(report) as Order['definition'],
    format,
    timeZone,
    ...(csv ? { csv: { dialect: csv.dialect, delimiter: csv.delimiter } } : {}),
    ...(gzip ? { gzip } : {}),
  };
}
