import {
  isAlreadyFinished,
  isNotFound,
  makeReportId,
  type ReportRead,
  type ReportsClient,
} from '../../../client/index.ts';
import type { FieldProblems } from '../order/inputs.ts';
import type { Order } from '../order/order.ts';
import type { AskEstimate } from '../order/use-estimate.ts';
import { fieldProblemsOf } from '../problems.ts';
import { saveFile } from '../save-file.ts';
import { describeRow, type News } from './news.ts';
import type { Row, RowsAction } from './rows.ts';

export interface ActionParts {
  readonly client: () => ReportsClient;
  readonly dispatch: (action: RowsAction) => void;
  /** What went wrong in words; a session that is over ends the visit. */
  readonly explain: (error: unknown) => string;
  readonly now: () => number;
}

/** What can be done with reports; each says in words what came of it. The same object for a whole visit. */
export type ReportsActions = ReturnType<typeof createActions>;

export function createActions({ client, dispatch, explain, now }: ActionParts) {
  return {
    order,
    askEstimate,
    download,
    cancel,
    remove,
    checkNow,
    copyChecksum,
    say,
    sayRepeated: (wanted: Order): void => {
      const { name } = describeRow({ report: undefined, order: wanted });
      say(`${name}: ordered a moment ago, once. To have it twice, press the button again.`);
    },
    dismiss: ({ reportId }: Row): void => dispatch({ type: 'dismissed', reportId }),
    silence: (): void => dispatch({ type: 'silenced' }),
    /** Opens the file of a finished report, for the page itself to read. */
    openFile: (reportId: string, signal: AbortSignal) => client().download(reportId, { signal }),
  };

  /** Puts the order in the list at once, then sends it; resolves with the problems of its fields, if any. */
  async function order(
    wanted: Order,
    reportId = makeReportId(),
  ): Promise<FieldProblems | undefined> {
    dispatch({ type: 'ordered', reportId, order: wanted, nowMs: now() });
    try {
      const report = await client().generate({ ...wanted, reportId });
      dispatch({ type: 'reported', reports: [report], nowMs: now() });
      return undefined;
    } catch (error) {
      const fields = fieldProblemsOf(error);
      if (fields) {
        dispatch({ type: 'dismissed', reportId });
        say('The order was refused. The form says why.', { isAlert: true });
        return fields;
      }
      dispatch({ type: 'unsent', reportId, problem: explain(error) });
      return undefined;
    }
  }

  /** What an order is likely to take. */
  async function askEstimate(...[wanted, signal]: Parameters<AskEstimate>) {
    try {
      return await client().estimate(wanted, { signal });
    } catch (error) {
      if (!signal.aborted) explain(error);
      throw error;
    }
  }

  /** Saves the file by a link made now; a link is never kept. */
  async function download({ reportId }: Row, name: string): Promise<void> {
    try {
      const read = await client().get(reportId);
      if (read?.download) {
        saveFile(read.download);
        say(`${name}: saving ${read.download.filename}.`);
      } else if (read?.status === 'SUCCEEDED') {
        say(`${name}: the link could not be made. Try again.`, { isAlert: true });
      } else {
        say(`${name}: the file is no longer kept. Run the report again.`, { isAlert: true });
      }
    } catch (error) {
      say(`${name}: ${explain(error)}`, { isAlert: true });
    }
  }

  /** Asks the work to stop; the row says that it is stopping until it has. */
  async function cancel(row: Row): Promise<void> {
    const { reportId } = row;
    const { name } = describeRow(row);
    dispatch({ type: 'cancelling', reportId });
    say(`${name}: stopping.`);
    try {
      const report = await client().cancel(reportId);
      dispatch({ type: 'reported', reports: [report], nowMs: now() });
    } catch (error) {
      dispatch({ type: 'not-cancelled', reportId });
      if (!isAlreadyFinished(error)) {
        say(`${name}: not stopped. ${explain(error)}`, { isAlert: true });
        return;
      }
      say(`${name} had ended before it could be stopped.`);
      await read(reportId).catch(() => undefined); // the push of its end is on its way
    }
  }

  /** Removes a report and its file for good; true when it is gone. */
  async function remove(row: Row): Promise<boolean> {
    const { reportId } = row;
    const { name } = describeRow(row);
    try {
      await client().delete(reportId);
    } catch (error) {
      if (!isNotFound(error)) {
        say(`${name}: not deleted. ${explain(error)}`, { isAlert: true });
        return false;
      }
    }
    dispatch({ type: 'deleted', reportId });
    say(`${name} was deleted.`);
    return true;
  }

  /** Reads one report now. */
  async function checkNow(row: Row): Promise<void> {
    try {
      if (await read(row.reportId)) say(`${describeRow(row).name}: checked.`);
    } catch (error) {
      say(explain(error), { isAlert: true });
    }
  }

  async function copyChecksum(row: Row): Promise<void> {
    const { name } = describeRow(row);
    const { sha256, crc64nvme } = row.report?.result ?? {};
    try {
      await navigator.clipboard.writeText(sha256 ?? crc64nvme ?? '');
      say(`${name}: the checksum (${sha256 ? 'SHA-256' : 'CRC-64/NVME'}) is copied.`);
    } catch {
      say(`${name}: this browser does not let the page copy. The checksum is in the details.`, {
        isAlert: true,
      });
    }
  }

  /** Brings the row up to date; undefined when there is no such report any more. */
  async function read(reportId: string): Promise<ReportRead | undefined> {
    const found = await client().get(reportId);
    if (!found) {
      dispatch({ type: 'dismissed', reportId });
      return undefined;
    }
    const { download: _link, ...report } = found;
    dispatch({ type: 'reported', reports: [report], nowMs: now() });
    return found;
  }

  function say(text: string, more: Partial<News> = {}): void {
    dispatch({ type: 'said', news: { text, isAlert: false, ...more } });
  }
}
