import { App } from 'aws-cdk-lib';
import { ReportsStack } from '../../../infra/reports-stack.ts';
import { EVERYTHING } from '../../../infra/variants.ts';

const app = new App({ analyticsReporting: false });
new ReportsStack(app, 'Reports', { settings: EVERYTHING });
app.synth();
