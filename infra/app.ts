import { App } from 'aws-cdk-lib';
import { ReportsStack } from './reports-stack.ts';

const app = new App({ analyticsReporting: false });
new ReportsStack(app, 'Reports', {
  description: 'Reports that outlive a request: AppSync, a generator Lambda, S3.',
});
app.synth();
