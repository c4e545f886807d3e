/** Orders a report, follows it, saves its file. With `npm start` running: `node examples/node.ts`. */
import { writeFile } from 'node:fs/promises';
import process from 'node:process';
import { signIn } from 'aws-amplify/auth';
import { configureReports, createReportsClient, loadOutputs } from '../client/index.ts';

const { REPORTS_ORIGIN = 'http://localhost:4000', REPORTS_USER, REPORTS_PASSWORD } = process.env;

const outputs = await loadOutputs(`${REPORTS_ORIGIN}/amplify_outputs.json`);
configureReports(outputs);
const demo = outputs.custom?.demo_user;
const username = REPORTS_USER ?? demo?.username ?? '';
await signIn({ username, password: REPORTS_PASSWORD ?? demo?.password ?? '' });

const reports = createReportsClient();
const definition = { sample: { amountOfRows: 5000, delayMs: 2000 } };
const { reportId } = await reports.generate({ definition, title: 'From an example' });
for await (const { status, progress } of reports.watch(reportId)) {
  console.log(status, progress?.rowsWritten ?? 0);
}

const { filename, stream } = await reports.download(reportId);
await writeFile(filename, stream);
console.log(`saved ${filename}`);
reports[Symbol.dispose]();
process.exit(); // a timer of Amplify's would hold the process for 15 seconds
