/** The same without our client, with what aws-amplify has: subscribe first, then order, and read the link. */
import process from 'node:process';
import { Amplify } from 'aws-amplify';
import { generateClient, type GraphQLResult } from 'aws-amplify/api';
import { signIn, type SignInInput } from 'aws-amplify/auth';
import { Hub, parseAmplifyConfig } from 'aws-amplify/utils';

const { REPORTS_ORIGIN = 'http://localhost:4000' } = process.env;
const response = await fetch(`${REPORTS_ORIGIN}/amplify_outputs.json`);
const outputs = (await response.json()) as {
  custom: { demo_user: SignInInput; user_pool_endpoint: string };
};
const { demo_user: demo, user_pool_endpoint: userPoolEndpoint } = outputs.custom;
const config = parseAmplifyConfig({ ...outputs });
Object.assign(config.Auth?.Cognito ?? {}, { userPoolEndpoint }); // the local cloud's; AWS has its own
Amplify.configure(config);
await signIn(demo);

const api = generateClient({ authMode: 'userPool' });
const reportId = crypto.randomUUID(); // ours, so that we can subscribe before there is a report

const isListening = new Promise<void>((resolve) => {
  Hub.listen('api', ({ payload }) => payload.event === 'Subscription ack' && resolve());
});
const isReady = new Promise((resolve, reject) => {
  const onReady = `subscription ($reportId: ID) { onReportReady(reportId: $reportId) { reportId status } }`;
  const news = api.graphql({ query: onReady, variables: { reportId } });
  if ('subscribe' in news) news.subscribe({ next: resolve, error: reject });
});
await isListening; // what is published before this is never sent again

const generate = `mutation ($input: GenerateReportInput!) { generateReport(input: $input) { status } }`;
const input = { reportId, definition: { sample: { amountOfRows: 500 } } };
await api.graphql({ query: generate, variables: { input } });
await isReady; // a push that is lost leaves us here for ever: our client reads again instead

const getLink = `query ($reportId: ID!) { getReport(reportId: $reportId) { status download { url filename } } }`;
const { data } = (await api.graphql({ query: getLink, variables: { reportId } })) as GraphQLResult<{
  getReport: { status: string; download: { url: string; filename: string } };
}>;
const { status, download } = data.getReport;
const rows = (await (await fetch(download.url)).text()).split('\n').length - 2;
console.log(`${status}: ${download.filename} has ${rows} rows`);
process.exit(); // a timer of Amplify's would hold the process for 15 seconds
