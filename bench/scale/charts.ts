import { DAY_SECONDS } from './arrivals.ts';
import { drawChart, type Line } from './chart.ts';
import type { Sample } from './outcome.ts';
import type { Played } from './runs.ts';
import { grouped } from './text.ts';

const HOURS = [0, 4, 8, 12, 16, 20, 24].map((hour) => [hour * 3600, `${hour}:00`] as const);
/** What comes on the hour lasts a minute or two. */
const EVERY_MINUTES = { usual: 5, onTheHour: 1 } as const;

/** The document's charts by the names of their files. */
export function drawCharts(
  deployed: Played,
  raised: Played,
  onTheHour: Played,
): Readonly<Record<string, string>> {
  type Read = (sample: Sample, scale: number) => number;
  const points = ({ outcome, scale }: Played, read: Read, everyMinutes: number) =>
    outcome.samples
      .filter(({ atSeconds }) => atSeconds <= DAY_SECONDS && atSeconds % (60 * everyMinutes) === 0)
      .map((sample) => [sample.atSeconds, read(sample, scale)] as const);
  const line = (name: string, color: string, played: Played, read: Read): Line => {
    const everyMinutes = played === onTheHour ? EVERY_MINUTES.onTheHour : EVERY_MINUTES.usual;
    return { name, color, points: points(played, read, everyMinutes) };
  };
  const both = (read: Read): Line[] => [
    line('as deployed: 1,000', '#cf222e', deployed, read),
    line('raised: 8,000', '#0969da', raised, read),
  ];
  const busy: Read = (sample, scale) => sample.busy * scale;
  const common = { xLabel: 'hour of the day', xTicks: HOURS };
  return {
    'places.svg': drawChart({
      ...common,
      title: 'Ten million reports a day: generators at work',
      yLabel: 'at work',
      format: grouped,
      lines: [line('5 % on the hour', '#bf8700', onTheHour, busy), ...both(busy)],
    }),
    'queue.svg': drawChart({
      ...common,
      title: 'Ten million reports a day: reports that wait',
      yLabel: 'queued',
      format: grouped,
      lines: both(({ queued }, scale) => queued * scale),
    }),
    'oldest.svg': drawChart({
      ...common,
      title: 'The report that has waited for the longest',
      yLabel: 'hours',
      format: String,
      lines: both(({ oldestSeconds }) => oldestSeconds / 3600),
    }),
  };
}
