import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { Boundary } from '../Boundary.tsx';
import type { Report } from '../../../client/index.ts';
import { chartableColumns } from '../chart/chart-points.ts';
import { readChartRows, type ChartRows, type OpenFile } from '../chart/chart-source.ts';

// Its library is fetched only when somebody wants to see a chart.
const ReportChart = lazy(() =>
  import('../chart/ReportChart.tsx').then((module) => ({ default: module.ReportChart })),
);

interface ChartSectionProps {
  readonly report: Report;
  readonly name: string;
  readonly openFile: OpenFile;
}

type Reading = 'not-asked' | 'reading' | 'nothing' | ChartRows;

/** A chart of the file when it is asked for and its columns allow one. */
export function ChartSection({ report, name, openFile }: ChartSectionProps) {
  const [reading, setReading] = useState<Reading>('not-asked');
  const leaving = useRef(new AbortController());
  useEffect(() => {
    const controller = new AbortController();
    leaving.current = controller;
    return () => controller.abort();
  }, []);

  const { result } = report;
  if (!result || result.rowCount === 0 || chartableColumns(result.columns).length === 0)
    return null;

  async function draw(): Promise<void> {
    if (reading !== 'not-asked') return;
    setReading('reading');
    const { signal } = leaving.current;
    const rows = await readChartRows(report, openFile, signal).catch(() => undefined);
    if (!signal.aborted) setReading(rows ?? 'nothing');
  }

  return (
    <section aria-labelledby="chart">
      <h2 id="chart">Chart</h2>
      {typeof reading === 'string' && (
        <p>
          <button type="button" onClick={() => void draw()} aria-disabled={reading === 'reading'}>
            {reading === 'reading' ? 'Drawing…' : 'Draw a chart'}
            <span className="visually-hidden"> of {name}</span>
          </button>
        </p>
      )}
      {reading === 'nothing' && (
        <p className="details">
          There are no rows to draw: the page cannot read this file. Download it to see its figures.
        </p>
      )}
      {typeof reading === 'object' && (
        <Boundary fallback={<p className="details">The chart could not be drawn here.</p>}>
          <Suspense fallback={<p className="details">Drawing…</p>}>
            <ReportChart source={reading} />
          </Suspense>
        </Boundary>
      )}
    </section>
  );
}
