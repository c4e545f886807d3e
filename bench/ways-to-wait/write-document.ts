import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { percentile } from '../lib/table.ts';
import { drawChart, type Bar, type Panel } from './chart.ts';
import type { WayFigures } from './index.ts';
import type { Plan } from './plan.ts';
import { tablesOf } from './tables.ts';

const DOCS = path.join(import.meta.dirname, '../../docs');
const BEGIN = '<!-- figures: npm run bench -- ways-to-wait --write -->';
const END = '<!-- end of figures -->';

/** Renews the figures of docs/ways-to-wait.md and its chart; the prose around them stays. */
export async function writeDocument(
  figures: readonly WayFigures[],
  plan: Plan,
  machine: string,
  at: Date,
): Promise<void> {
  const file = path.join(DOCS, 'ways-to-wait.md');
  const day = at.toISOString().slice(0, 10);
  const head = `Measured on ${day}, in one run: ${machine}.`;
  const text = replaceFigures(
    await readFile(file, 'utf8'),
    `${head}\n\n${tablesOf(figures, plan)}`,
  );
  await writeFile(file, text);
  await writeFile(path.join(DOCS, 'ways-to-wait.svg'), chartOf(figures, plan));
}

/** Puts figures between the two marks of a document; throws when it lacks them. */
export function replaceFigures(document: string, figures: string): string {
  const begin = document.indexOf(BEGIN);
  const end = document.indexOf(END);
  if (begin < 0 || end < begin) throw new Error(`The document lacks "${BEGIN}" or "${END}".`);
  return `${document.slice(0, begin + BEGIN.length)}\n\n${figures}\n\n${document.slice(end)}`;
}

/** Requests of the longest report, and how soon it is known. */
export function chartOf(figures: readonly WayFigures[], plan: Plan): string {
  const last = plan.singlesMs.length - 1;
  const seconds = (plan.singlesMs[last] ?? 0) / 1000;
  const panel = (
    title: string,
    barOf: (each: WayFigures) => Omit<Bar, 'label' | 'isOurs'>,
  ): Panel => ({
    title,
    bars: figures.map((each) => ({
      label: each.way.title,
      isOurs: each.way.isAppSync,
      ...barOf(each),
    })),
  });
  return drawChart('Ways to wait for a report', [
    panel(`Requests for a report of ${seconds} s`, ({ one }) => {
      const single = one.singles[last];
      const requests = single?.traffic.requests ?? 0;
      return { value: requests, text: `${requests}${single?.lost ? ', and no report' : ''}` };
    }),
    panel(`From ready to known: the slowest of ${plan.shorts}, ms`, ({ one }) => {
      const value = percentile(one.shortsToldAfterMs, 99);
      return { value, text: Math.round(value).toLocaleString('en-US') };
    }),
    panel('The connection drops: from its return to known, s', ({ one: { dropped } }) => {
      const ms = dropped.recoveredAfterMs;
      if (dropped.isVoid) return { value: 0, text: 'not measured' };
      return ms === undefined
        ? { value: 0, text: 'lost' }
        : { value: ms, text: (ms / 1000).toFixed(1) };
    }),
  ]);
}
