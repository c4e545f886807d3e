import type { Report } from '../../../client/index.ts';
import { definitionOf } from '../definition.ts';
import { formatDay, formatNumber } from '../format.ts';
import { fileInWords } from '../order/file-format.ts';
import { inWords, labelOf } from '../order/labels.ts';
import { Facts, type Fact } from './Facts.tsx';

/** The order as it was sent. */
export function WhatWasAsked({ report }: { report: Report }) {
  const [kind = report.kind, parameters = {}] = Object.entries(definitionOf(report))[0] ?? [];
  const asked = Object.entries(parameters as object).filter(([, value]) => value !== null);
  return (
    <section aria-labelledby="asked">
      <h2 id="asked">What was asked</h2>
      <Facts
        facts={[
          ['Kind', inWords(kind)],
          ...asked.map(([name, value]): Fact => [labelOf(name), valueInWords(value)]),
          ['File', fileInWords(report)],
          ['Time zone', report.timeZone.replaceAll('_', ' ')],
        ]}
      />
    </section>
  );
}

function valueInWords(value: unknown): string {
  if (typeof value === 'number') return formatNumber(value);
  if (typeof value === 'string') return /^\d{4}-\d\d-\d\d$/.test(value) ? formatDay(value) : value;
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  return JSON.stringify(value);
}
