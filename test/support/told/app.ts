import { App } from 'aws-cdk-lib';
import { Rule, RuleTargetInput, EventField } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as LambdaTarget } from 'aws-cdk-lib/aws-events-targets';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { ReportEvents } from '../../../infra/constructs/report-events.ts';
import { ReportsStack } from '../../../infra/reports-stack.ts';

/** The product with its example rule, and with a rule of its own whose function is told in a sentence. */
const app = new App({ analyticsReporting: false, context: { exampleRule: 'true' } });
const stack = new ReportsStack(app, 'Reports');
const events = stack.node.findAll().find((each) => each instanceof ReportEvents);
if (!events) throw new Error('the stack has no events');
const listener = new LambdaFunction(stack, 'Listener', {
  runtime: Runtime.NODEJS_24_X,
  handler: 'index.handler',
  code: Code.fromInline('exports.handler = async (event) => console.log("HEARD " + event.text);'),
});
new Rule(stack, 'Failures', {
  eventBus: events.bus,
  eventPattern: { detail: { code: [{ 'anything-but': 'INTERNAL' }], status: ['FAILED'] } },
  targets: [
    new LambdaTarget(listener, {
      event: RuleTargetInput.fromObject({
        text: `${EventField.fromPath('$.detail.kind')}: ${EventField.fromPath('$.detail.code')}`,
      }),
    }),
  ],
});
app.synth();
