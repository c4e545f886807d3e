import type { ListQuery } from '../types.ts';
import { commandFor } from './come-back.ts';
import { pageJson, reportLine } from './json-lines.ts';
import type { Session } from './session.ts';
import { reportTable } from './report-table.ts';

/** Prints one page of reports, or with `all` every page, each as it comes. */
export async function printList(session: Session, query: ListQuery, all: boolean): Promise<void> {
  const { client, terminal, options, interruption } = session;
  const { signal } = interruption;
  let isFirst = true;
  for await (const { items, nextToken } of client.pages(query, { signal })) {
    if (options.json) for (const report of items) terminal.print(reportLine('report', report));
    else
      for (const line of reportTable(items, { columns: terminal.columns, isFirst }))
        terminal.print(line);
    if (nextToken === null || !all) {
      if (options.json) terminal.print(pageJson(nextToken));
      else if (nextToken !== null) sayHowToSeeMore(session, query, nextToken);
      return;
    }
    isFirst = false;
  }
}

function sayHowToSeeMore(session: Session, query: ListQuery, nextToken: string): void {
  const { first, status } = query;
  const again = [commandFor(session, 'list')];
  if (typeof first === 'number') again.push(`--first ${first}`);
  if (typeof status === 'string') again.push(`--status ${status.toLowerCase()}`);
  session.terminal.note(`There are more. All: ${again.join(' ')} --all`);
  session.terminal.note(`The next page: ${again.join(' ')} --after ${nextToken}`);
}
