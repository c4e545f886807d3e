import { App } from 'aws-cdk-lib';
import { ReportsStack } from '../../../infra/reports-stack.ts';

/** The product with a lease of three seconds and few reports at once, so that tests see what else takes minutes. */
const app = new App({ analyticsReporting: false });
new ReportsStack(app, 'Reports', { settings: { leaseSeconds: 3, maxActiveReports: 4 } });
app.synth();
