import { drawChart } from './chart.ts';
import type { Played } from './runs.ts';
import { duration, grouped } from './text.ts';

const HOURS = [0, 4, 8, 12, 16, 20, 24].map((hour) => [hour * 3600, `${hour}:00`] as const);
const EVERY_MINUTES = 5;

/** The document's charts by the names of their files. */
export function drawCharts(
  deployed: Played,
  raised: Played,
  onTheHour: Played,
): Readonly<Record<string, string>> {
  const samples = ({ outcome }: Played) =>
    outcome.samples.filter(
      ({ atSeconds }) => atSeconds <= 86_400 && atSeconds % (60 * EVERY_MINUTES) === 0,
    );
  const points = (played: Played, read: 'busy' | 'queued' | 'oldestSeconds') =>
    samples(played).map((sample) => {
      const factor = read === 'oldestSeconds' ? 1 : played.scale;
      return [sample.atSeconds, sample[read] * factor] as const;
    });
  const common = { xLabel: 'hour of the day', xTicks: HOURS };
  return {
    'places.svg': drawChart({
      ...common,
      title: 'Ten million reports a day: generators at work',
      yLabel: 'at work',
      format: grouped,
      lines: [
        { name: 'as deployed: 1,000', color: '#cf222e', points: points(deployed, 'busy') },
        { name: 'raised: 8,000', color: '#0969da', points: points(raised, 'busy') },
        { name: '5 % on the hour', color: '#bf8700', points: points(onTheHour, 'busy') },
      ],
    }),
    'queue.svg': drawChart({
      ...common,
      title: 'Ten million reports a day: reports that wait',
      yLabel: 'queued',
      format: grouped,
      lines: [
        { name: 'as deployed: 1,000', color: '#cf222e', points: points(deployed, 'queued') },
        { name: 'raised: 8,000', color: '#0969da', points: points(raised, 'queued') },
      ],
    }),
    'oldest.svg': drawChart({
      ...common,
      title: 'The report that has waited for the longest',
      yLabel: 'age',
      format: duration,
      lines: [
        { name: 'as deployed: 1,000', color: '#cf222e', points: points(deployed, 'oldestSeconds') },
        { name: 'raised: 8,000', color: '#0969da', points: points(raised, 'oldestSeconds') },
      ],
    }),
  };
}
