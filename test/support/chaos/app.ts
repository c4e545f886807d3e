import { App } from 'aws-cdk-lib';
import { ReportsStack } from '../../../infra/reports-stack.ts';

/** The product with a lease of three seconds and room for a thousand reports of one owner. */
const app = new App({ analyticsReporting: false });
new ReportsStack(app, 'Reports', { settings: { leaseSeconds: 3, maxActiveReports: 1000 } });
app.synth();
