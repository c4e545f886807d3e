import { readFileSync } from 'node:fs';
import path from 'node:path';
import { App, CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import {
  AppsyncFunction,
  AuthorizationType,
  Code,
  Definition,
  FunctionRuntime,
  GraphqlApi,
  Resolver,
} from 'aws-cdk-lib/aws-appsync';
import { AttributeType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as RuleTarget } from 'aws-cdk-lib/aws-events-targets';
import { Code as LambdaCode, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';

/**
 * A stack that has nothing to do with reports, for showing that the local cloud runs templates and not our
 * product: API keys, a classic table, a direct Lambda resolver, a schedule, resolver code as assets and inline.
 */
const here = import.meta.dirname;
const runtime = FunctionRuntime.JS_1_0_0;
const asset = (name: string) => Code.fromAsset(path.join(here, 'resolvers', `${name}.js`));
const inline = (name: string) =>
  Code.fromInline(readFileSync(path.join(here, 'resolvers', `${name}.js`), 'utf8'));

const app = new App({ analyticsReporting: false });
const stack = new Stack(app, 'GuestBook');
const api = new GraphqlApi(stack, 'Api', {
  name: 'guest-book',
  definition: Definition.fromFile(path.join(here, 'schema.graphql')),
  authorizationConfig: {
    defaultAuthorization: { authorizationType: AuthorizationType.API_KEY },
    additionalAuthorizationModes: [{ authorizationType: AuthorizationType.IAM }],
  },
  environmentVariables: { LANGUAGE: 'en' },
});
const table = new Table(stack, 'Notes', {
  partitionKey: { name: 'room', type: AttributeType.STRING },
  sortKey: { name: 'noteId', type: AttributeType.STRING },
});
const greeter = new LambdaFunction(stack, 'Greeter', {
  runtime: Runtime.NODEJS_24_X,
  handler: 'index.handler',
  code: LambdaCode.fromAsset(path.join(here, 'functions/greeter')),
  environment: { SALUTATION: 'Hello' },
});

const notes = api.addDynamoDbDataSource('NotesSource', table);
const none = api.addNoneDataSource('NoneSource');
const lambda = api.addLambdaDataSource('GreeterSource', greeter);
notes.createResolver('notes', {
  typeName: 'Query',
  fieldName: 'notes',
  code: asset('notes'),
  runtime,
});
none.createResolver('settings', {
  typeName: 'Query',
  fieldName: 'settings',
  code: inline('settings'),
  runtime,
});
lambda.createResolver('greet', {
  typeName: 'Query',
  fieldName: 'greet',
  code: inline('greet'),
  runtime,
});
lambda.createResolver('greetDirectly', { typeName: 'Query', fieldName: 'greetDirectly' });
const steps = [
  new AppsyncFunction(stack, 'Author', {
    name: 'author',
    api,
    dataSource: none,
    code: inline('author'),
    runtime,
  }),
  new AppsyncFunction(stack, 'Add', {
    name: 'add',
    api,
    dataSource: notes,
    code: asset('addNote'),
    runtime,
  }),
];
new Resolver(stack, 'AddNote', {
  api,
  typeName: 'Mutation',
  fieldName: 'addNote',
  code: inline('passThrough'),
  runtime,
  pipelineConfig: steps,
});
new Rule(stack, 'Welcome', {
  schedule: Schedule.rate(Duration.hours(1)),
  targets: [
    new RuleTarget(greeter, {
      event: RuleTargetInput.fromObject({ name: 'everybody', from: 'the clock' }),
    }),
  ],
});
new CfnOutput(stack, 'ApiKey', { value: api.apiKey ?? '' });
new CfnOutput(stack, 'Endpoint', { value: api.graphqlUrl });
app.synth();
