import type { Work } from './way.ts';

/** Orders a report, which is then made in the background; resolves with its id. */
export async function order(origin: string, work: Work): Promise<string> {
  const answer = await fetch(`${origin}/reports`, { method: 'POST', body: JSON.stringify(work) });
  if (!answer.ok) throw new Error(`the order was answered with HTTP ${answer.status}`);
  const { reportId } = (await answer.json()) as { reportId: string };
  return reportId;
}
