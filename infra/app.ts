import { App } from 'aws-cdk-lib';
import { ReportsStack } from './reports-stack.ts';
import { addRules } from './rules.ts';

const app = new App({ analyticsReporting: false });
if (app.node.tryGetContext('rules') === true) await addRules(app);
const stackName: unknown = app.node.tryGetContext('stackName');
new ReportsStack(app, 'Reports', {
  description: 'Reports that outlive a request: AppSync, a generator Lambda, S3.',
  ...(typeof stackName === 'string' ? { stackName } : {}),
});
app.synth();
