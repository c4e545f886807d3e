import { App, CfnOutput, Stack } from 'aws-cdk-lib';
import { CfnWorkGroup } from 'aws-cdk-lib/aws-athena';
import { Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as LambdaTarget } from 'aws-cdk-lib/aws-events-targets';
import { CfnDatabase, CfnTable } from 'aws-cdk-lib/aws-glue';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Bucket } from 'aws-cdk-lib/aws-s3';

/** A table of orders, a work group to ask about them, and a function that hears when a query has ended. */
const app = new App({ analyticsReporting: false });
const stack = new Stack(app, 'Queries');
const bucket = new Bucket(stack, 'Files');
const database = new CfnDatabase(stack, 'Shop', {
  catalogId: stack.account,
  databaseInput: { name: 'shop' },
});
new CfnTable(stack, 'Orders', {
  catalogId: stack.account,
  databaseName: database.ref,
  tableInput: {
    name: 'orders',
    tableType: 'EXTERNAL_TABLE',
    parameters: { 'skip.header.line.count': '1' },
    storageDescriptor: {
      columns: [
        { name: 'id', type: 'int' },
        { name: 'item', type: 'string' },
      ],
      location: `s3://${bucket.bucketName}/orders/`,
      inputFormat: 'org.apache.hadoop.mapred.TextInputFormat',
      outputFormat: 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat',
      serdeInfo: { serializationLibrary: 'org.apache.hadoop.hive.serde2.OpenCSVSerde' },
    },
  },
});
const group = new CfnWorkGroup(stack, 'Group', {
  name: 'shop-questions',
  workGroupConfiguration: {
    enforceWorkGroupConfiguration: false,
    bytesScannedCutoffPerQuery: 10_485_760,
    resultConfiguration: { outputLocation: `s3://${bucket.bucketName}/results/` },
  },
});
const listener = new LambdaFunction(stack, 'Listener', {
  runtime: Runtime.NODEJS_24_X,
  handler: 'index.handler',
  code: Code.fromInline(
    'exports.handler = async ({ detail }) => console.log("HEARD " + detail.queryExecutionId + " " + detail.currentState);',
  ),
});
new Rule(stack, 'Ended', {
  eventPattern: {
    source: ['aws.athena'],
    detailType: ['Athena Query State Change'],
    detail: {
      workgroupName: [group.ref],
      currentState: ['SUCCEEDED', 'FAILED', 'CANCELLED'],
    },
  },
  targets: [new LambdaTarget(listener)],
});
new CfnOutput(stack, 'Bucket', { value: bucket.bucketName });
new CfnOutput(stack, 'WorkGroup', { value: group.ref });
app.synth();
