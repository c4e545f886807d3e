import type { ReportFieldsFragment } from '../../../schema/generated/documents.ts';
import type { Attempt, Outcome } from '../announcer.ts';
import { ReportError, toReportErrorInput } from '../errors.ts';
import type { Tools } from '../generate-report.ts';
import { sensitiveTexts } from '../kinds/sensitive-parameters.ts';
import { SQL_KINDS } from '../kinds/sql/catalogue.ts';
import type { SqlKind } from '../kinds/sql/sql-kind.ts';
import { readOrder, type ReportOrder } from '../order.ts';
import { unlessNotOurs } from '../refusals.ts';
import { hasCsvLine } from './csv-line.ts';
import { toStartFailure } from './failures.ts';
import type { AthenaAdapters } from './ports.ts';
import { writeUnload, type UnloadForm } from './unload.ts';

const HEAD_TIMEOUT_MS = 30_000;

export type AthenaTools = Tools & { readonly athena: AthenaAdapters };

/**
 * Starts a claimed report's query and says that the report waits for it: after that nothing of ours runs. The outcome
 * to announce when there is one at once, a refusal for example; undefined otherwise.
 */
export async function startQuery(
  attempt: Attempt,
  claimed: ReportFieldsFragment,
  tools: AthenaTools,
): Promise<Outcome | undefined> {
  const { athena, announcer } = tools;
  const order = readOrder(claimed);
  const telemetry = tools.telemetry.hiding(sensitiveTexts(order.kind, order.parameters));
  let id: string;
  try {
    id = await start(attempt, order, tools);
  } catch (cause) {
    const error = toStartFailure(cause);
    telemetry.error('failed', { ...attempt, error });
    return { status: 'FAILED', error: toReportErrorInput(error) };
  }
  const waiting = { phase: 'querying', rowsWritten: 0, bytesWritten: 0, waitingFor: id };
  const told = await unlessNotOurs(announcer.progressed(attempt, waiting), (reason) =>
    telemetry.info('not told', { ...attempt, queryId: id, reason }),
  );
  if (told && told.status !== 'CANCELLING') {
    telemetry.info('waits for a query', { ...attempt, queryId: id });
    return undefined;
  }
  // It may have ended and been taken over by now: then this changes nothing.
  await athena.queries.stop(id);
  return told && { status: 'CANCELLED' };
}

async function start(
  attempt: Attempt,
  order: ReportOrder,
  { athena, datasets }: AthenaTools,
): Promise<string> {
  const kind = kindOf(order);
  // To Athena a dataset that is not there is a table without rows: the report would be empty, and a success.
  const signal = AbortSignal.timeout(HEAD_TIMEOUT_MS);
  await Promise.all(kind.datasets.map((dataset) => datasets.require(dataset, signal)));
  const form = chooseForm(kind, order, athena.joinAboveRows);
  const destination = athena.files.destination(attempt);
  const unload = await writeUnload({ kind, definition: order.parameters, form, destination });
  return athena.queries.start({ ...attempt, form: form.form }, unload);
}

function kindOf({ kind: name }: ReportOrder): SqlKind {
  const kind = Object.hasOwn(SQL_KINDS, name) ? SQL_KINDS[name] : undefined;
  if (kind?.athena) return kind;
  throw new ReportError('INVALID_DATA', `Athena cannot make a report of the kind ${name}.`);
}

/** Lines to be joined only for a file that is nothing but lines, and too long to be put in order. */
export function chooseForm(
  { athena, columns }: SqlKind,
  { format, csv, gzip, parameters, facts }: ReportOrder,
  joinAboveRows: number,
): UnloadForm {
  const isPlain = format === 'CSV' && csv.dialect === 'RFC4180' && !gzip;
  const rows = athena?.expectedRows?.(parameters) ?? 0;
  if (!isPlain || rows <= joinAboveRows || !hasCsvLine(columns, facts.timeZone)) {
    return { form: 'rows' };
  }
  return { form: 'lines', delimiter: csv.delimiter ?? ',' };
}
