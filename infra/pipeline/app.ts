import { App } from 'aws-cdk-lib';
import { addRules } from '../rules.ts';
import { PipelineRolesStack } from './roles-stack.ts';

/**
 * What a pipeline on GitHub may do in this account, deployed once, by hand:
 * `npx cdk deploy --app 'node infra/pipeline/app.ts' -c repository=owner/name`
 */
const app = new App({ analyticsReporting: false });
await addRules(app);
const repository: unknown = app.node.tryGetContext('repository');
if (typeof repository !== 'string' || !/^[\w.-]+\/[\w.-]+$/.test(repository)) {
  throw new Error(`repository must be owner/name, not ${String(repository)}: -c repository=…`);
}
const stackName: unknown = app.node.tryGetContext('stackName');
new PipelineRolesStack(app, 'ReportsPipeline', {
  repository,
  reportsStack: typeof stackName === 'string' ? stackName : 'Reports',
  description: 'The roles of the pipeline that deploys Reports.',
});
app.synth();
