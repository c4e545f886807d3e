import type { Attempt } from '../announcer.ts';
import { ReportError } from '../errors.ts';
import { SQL_KINDS } from '../kinds/sql/catalogue.ts';
import type { Unloaded } from '../sql/unloaded.ts';
import { writeFile, type FileOutcome, type WriteFileOptions } from '../write-file.ts';
import { toQueryFailure, toStartFailure } from './failures.ts';
import { fetchRows } from './fetch-rows.ts';
import { joinLines } from './join-lines.ts';
import type { AthenaAdapters } from './ports.ts';

/**
 * Makes a report's file of what its ended query has written: of rows in the kind's order, by the very engine that makes
 * them without Athena, or of finished lines, joined in storage. Rejects with a `ReportError` when the query has failed.
 */
export async function makeOfQuery(
  id: string,
  attempt: Attempt,
  options: WriteFileOptions,
  { athena }: { readonly athena?: AthenaAdapters },
  onFound: (bytesScanned: number) => void,
): Promise<FileOutcome> {
  if (!athena) throw unavailable();
  const query = await athena.queries.find(id).catch((cause: unknown) => {
    throw toStartFailure(cause);
  });
  onFound(query.bytesScanned);
  if (query.state !== 'SUCCEEDED') throw toQueryFailure(query);
  const kind = SQL_KINDS[options.order.kind];
  if (!kind?.athena) throw unavailable();
  if (query.place?.form === 'lines') return joinLines({ query, attempt, kind, options, athena });
  const { order } = kind.athena;
  const unloaded: Unloaded = {
    order,
    fetch: (signal) => fetchRows({ query, attempt, kind, athena, options }, signal),
  };
  // Awaited here, so that a failure is one of this function.
  return await writeFile({ ...options, unloaded });
}

function unavailable(): ReportError {
  return new ReportError(
    'SOURCE_UNAVAILABLE',
    'This deployment has no Athena any more, which the report was waiting for.',
  );
}
