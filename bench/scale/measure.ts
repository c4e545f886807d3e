import { startReportSession } from '../../test/support/report-session.ts';
import { figure, type Figure } from '../lib/suite.ts';
import { table } from '../lib/table.ts';
import { ASKED } from './usage.ts';

const DELAY_MS = 10_000;
/** A fault of such an occasion never strikes, and counts what it would have struck. */
const NEVER = 'nth=100000';

/** What is counted, by which fault, and how many the simulation takes it for in a report of so many seconds. */
const COUNTED: readonly (readonly [string, string, (seconds: number) => number])[] = [
  ['mutations of the generator', 'graphql:fail=503,by=generate', (seconds) => 2 + seconds],
  ['requests of the client', 'graphql:fail=503,by=user', () => 1 + ASKED.tokens.endings - 1],
  ['pushes of progress', 'pushes:drop,match=onReportProgress', (seconds) => 1 + seconds],
  ['pushes of the end', 'pushes:drop,match=onReportReady', () => ASKED.pushed.endings ?? 0],
  // Claim, progress, end; slot taken and given back; statistics.
  ['changes of rows', 'dynamodb-source:fail,match=UpdateItem', (seconds) => 2 + seconds + 3],
  ['rows made', 'dynamodb-source:fail,match=PutItem', () => 1],
  ['uploads opened', 's3:fail,match=CreateMultipartUpload', () => ASKED.puts.claims],
  ['parts', 's3:fail,match=UploadPart', () => ASKED.puts.parts],
  ['uploads completed', 's3:fail,match=CompleteMultipartUpload', () => ASKED.puts.endings],
];

/** Runs one report of ten seconds on the local cloud and counts what the simulation takes for granted. */
export async function measure(): Promise<Figure[]> {
  await using session = await startReportSession({ seed: false });
  const { cloud, reports } = session;
  const runOne = async (): Promise<number> => {
    const { reportId } = await reports.generate({
      definition: { sample: { amountOfRows: 1000, delayMs: DELAY_MS } },
      format: 'CSV',
    });
    const { startedAt, finishedAt } = await reports.wait(reportId);
    return (Date.parse(finishedAt ?? '') - Date.parse(startedAt ?? '')) / 1000;
  };
  await runOne(); // warm
  cloud.faults.set(COUNTED.map(([, fault]) => `${fault},${NEVER}`));
  const seconds = await runOne();
  const counts = cloud.faults.active();
  const rows = COUNTED.map(([name, , model], index) => [
    name,
    String(counts[index]?.seen ?? NaN),
    model(seconds).toFixed(1),
  ]);
  console.log(table([`in a report of ${seconds.toFixed(1)} s`, 'counted', 'simulated'], rows));
  return COUNTED.map(([name, , model], index) => {
    const against = { peer: 'simulated', value: model(seconds) };
    return figure(name, counts[index]?.seen ?? NaN, 'in a report', against);
  });
}
