import { flightDelays } from './flight-delays/flight-delays.ts';
import { flightDetails } from './flight-details/flight-details.ts';
import type { SqlKind } from './sql-kind.ts';

/** Every kind of report that is a query, by its name in a definition. */
export const SQL_KINDS: Readonly<Record<string, SqlKind>> = { flightDelays, flightDetails };
