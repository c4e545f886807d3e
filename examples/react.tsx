/** A page that orders a report and shows it live; test/acceptance/examples.test.ts builds it and clicks through it. */
import { signIn } from 'aws-amplify/auth';
import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import { configureReports, createReportsClient, loadOutputs } from '../client/index.ts';
import { useReport, useReports } from '../client/react.ts';

const outputs = await loadOutputs('amplify_outputs.json');
configureReports(outputs);
if (outputs.custom?.demo_user) await signIn(outputs.custom.demo_user);
const client = createReportsClient();

function Page() {
  const [reportId, setReportId] = useState<string>();
  const { report, error } = useReport(client, reportId);
  const { reports = [] } = useReports(client);

  async function order(): Promise<void> {
    const definition = { sample: { amountOfRows: 300, delayMs: 1500 } };
    setReportId((await client.generate({ definition, title: 'From React' })).reportId);
  }
  async function download(): Promise<void> {
    const read = await client.get(reportId ?? '');
    if (read?.download) location.assign(read.download.url);
  }

  return (
    <main>
      <button onClick={() => void order()}>Order</button>
      <output>{error?.message ?? (report ? describe(report) : 'Nothing ordered yet')}</output>
      {report?.status === 'SUCCEEDED' && <button onClick={() => void download()}>Download</button>}
      <ul>
        {reports.map(({ reportId: id, title, status }) => (
          <li key={id}>{`${title ?? id}: ${status}`}</li>
        ))}
      </ul>
    </main>
  );
}

function describe({
  status,
  progress,
  result,
}: NonNullable<ReturnType<typeof useReport>['report']>) {
  return `${status}, ${result?.rowCount ?? progress?.rowsWritten ?? 0} rows`;
}

createRoot(document.body.appendChild(document.createElement('div'))).render(<Page />);
