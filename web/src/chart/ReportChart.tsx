import { useEffect, useId, useMemo, useRef, useState } from 'react';
import 'uplot/dist/uPlot.min.css';
import { SelectField } from '../SelectField.tsx';
import { chartableColumns, chartPoints, figure, type ChartPoints } from './chart-points.ts';
import type { ChartRows } from './chart-source.ts';
import { drawChart } from './draw-chart.ts';

/** A table longer than this helps nobody. */
const MAX_TABLE_ROWS = 200;

/** One figure of a file, drawn, told in a sentence, and as a table. */
export function ReportChart({ source }: { source: ChartRows }) {
  const choices = useMemo(() => chartableColumns(source.columns), [source]);
  const [shown, setShown] = useState(choices[0]?.name ?? '');
  const points = useMemo(() => chartPoints(source.columns, source.rows, shown), [source, shown]);
  const captionId = useId();

  return (
    <figure className="chart" aria-labelledby={captionId}>
      {choices.length > 1 && (
        <SelectField label="Show" name="column" value={shown} onChange={setShown}>
          {choices.map(({ name }) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </SelectField>
      )}
      <figcaption id={captionId}>
        {points.words} Drawn from {source.which}.
      </figcaption>
      <Drawing points={points} />
      <FiguresTable points={points} shown={shown} />
    </figure>
  );
}

/** For the eye alone: the caption and the table say the same. */
function Drawing({ points }: { points: ChartPoints }) {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const drawing = ref.current && drawChart(ref.current, points);
    return () => drawing?.[Symbol.dispose]();
  }, [points]);
  return <div className="chart-drawing" ref={ref} aria-hidden="true" />;
}

function FiguresTable({ points, shown }: { points: ChartPoints; shown: string }) {
  const { labels, y } = points;
  return (
    <details>
      <summary>The figures as a table</summary>
      <div className="preview-table" role="region" aria-label="The figures" tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">{points.across === 'rows' ? 'Row' : 'Of'}</th>
              <th scope="col" data-number>
                {shown}
              </th>
            </tr>
          </thead>
          <tbody>
            {labels.slice(0, MAX_TABLE_ROWS).map((label, at) => (
              <tr key={label}>
                <th scope="row">{label}</th>
                <td data-number>{figure(y[at] ?? 0)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {labels.length > MAX_TABLE_ROWS && (
        <p className="details">
          The first {MAX_TABLE_ROWS} of {labels.length}; the file has them all.
        </p>
      )}
    </details>
  );
}
