import { App } from 'aws-cdk-lib';
import { ReportsStack } from '../../../infra/reports-stack.ts';

/** The product with a lease of a few seconds and a slot for each of a crowd of one owner's reports. */
const app = new App({ analyticsReporting: false });
new ReportsStack(app, 'Reports', { settings: { leaseSeconds: 5, maxActiveReports: 100 } });
app.synth();
