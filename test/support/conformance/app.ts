import path from 'node:path';
import { App, CfnOutput, Duration, Fn, Lazy, Stack } from 'aws-cdk-lib';
import {
  AppsyncFunction,
  AuthorizationType,
  Code,
  Definition,
  FunctionRuntime,
  GraphqlApi,
  Resolver,
  type BaseDataSource,
} from 'aws-cdk-lib/aws-appsync';
import { UserPool } from 'aws-cdk-lib/aws-cognito';
import { AttributeType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { Code as LambdaCode, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { inlineCode } from './inline-code.ts';

/** A stack with everything of AppSync that the contract tests ask about: all modes, all data sources, no product. */
const here = import.meta.dirname;
const runtime = FunctionRuntime.JS_1_0_0;

const app = new App({ analyticsReporting: false });
const stack = new Stack(app, 'Conformance');
const lambdaFunction = (id: string, folder: string): LambdaFunction =>
  new LambdaFunction(stack, id, {
    runtime: Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: LambdaCode.fromAsset(path.join(here, 'functions', folder)),
    timeout: Duration.seconds(60),
  });
const echo = lambdaFunction('Echo', 'echo');
const authorizer = lambdaFunction('Authorizer', 'authorizer');
const userPool = new UserPool(stack, 'People', { signInAliases: { email: true } });
const client = userPool.addClient('Client', { authFlows: { userPassword: true } });
userPool.addGroup('Admins', { groupName: 'admins' });
const table = new Table(stack, 'Items', {
  partitionKey: { name: 'pk', type: AttributeType.STRING },
  sortKey: { name: 'sk', type: AttributeType.STRING },
});

const api: GraphqlApi = new GraphqlApi(stack, 'Api', {
  name: 'conformance',
  definition: Definition.fromFile(path.join(here, 'schema.graphql')),
  authorizationConfig: {
    defaultAuthorization: { authorizationType: AuthorizationType.API_KEY },
    additionalAuthorizationModes: [
      { authorizationType: AuthorizationType.IAM },
      { authorizationType: AuthorizationType.USER_POOL, userPoolConfig: { userPool } },
      {
        authorizationType: AuthorizationType.OIDC,
        openIdConnectConfig: {
          // The API's own address, where the tests put the issuer's documents: its port is known to nobody before.
          oidcProvider: Lazy.string({ produce: origin }),
          clientId: 'app-[0-9]+',
          tokenExpiryFromAuth: 3_600_000,
          tokenExpiryFromIssue: 1_800_000,
        },
      },
      {
        authorizationType: AuthorizationType.LAMBDA,
        lambdaAuthorizerConfig: {
          handler: authorizer,
          validationRegex: '^custom:',
          resultsCacheTtl: Duration.seconds(0),
        },
      },
    ],
  },
  environmentVariables: { LANGUAGE: 'en' },
});

function origin(): string {
  return Fn.select(0, Fn.split('/graphql', api.graphqlUrl));
}

const none = api.addNoneDataSource('None');
const lambda = api.addLambdaDataSource('Lambda', echo);
const dynamodb = api.addDynamoDbDataSource('DynamoDb', table);
const http = api.addHttpDataSource('Http', origin());
const httpSigned = api.addHttpDataSource('HttpSigned', origin(), {
  authorizationConfig: { signingRegion: stack.region, signingServiceName: 'appsync' },
});
api.grantQuery(httpSigned, 'caller');
const httpNowhere = api.addHttpDataSource('HttpNowhere', 'http://127.0.0.1:9');
const events = api.addEventBridgeDataSource('Events', new EventBus(stack, 'Bus'));

function unit(source: BaseDataSource, field: string, file: string, maxBatchSize?: number): void {
  const [typeName = '', fieldName = ''] = field.split('.');
  source.createResolver(`${typeName}${fieldName}`, {
    typeName,
    fieldName,
    code: Code.fromInline(inlineCode(here, file)),
    runtime,
    ...(maxBatchSize === undefined ? {} : { maxBatchSize }),
  });
}

unit(none, 'Query.none', 'pass');
unit(lambda, 'Query.lambda', 'pass');
unit(dynamodb, 'Query.dynamodb', 'pass');
unit(http, 'Query.http', 'pass');
unit(httpSigned, 'Query.httpSigned', 'pass');
unit(httpNowhere, 'Query.httpNowhere', 'pass');
unit(events, 'Query.events', 'pass');
for (const field of ['ping', 'iamOnly', 'adminsOnly', 'ignoredAuth']) {
  unit(none, `Query.${field}`, 'fieldName');
}
for (const field of ['directed', 'undirected', 'denied', 'holes']) {
  unit(none, `Query.${field}`, 'names');
}
for (const file of ['caller', 'unitEarly', 'fails', 'fault', 'parse', 'loop', 'helpers']) {
  unit(none, `Query.${file}`, file);
}
for (const file of ['headers', 'scalars', 'output', 'jsonKind', 'required', 'batch']) {
  unit(none, `Query.${file}`, file);
}
unit(dynamodb, 'Query.counted', 'counted');
unit(lambda, 'BatchItem.value', 'batchValue', 3);
lambda.createResolver('BatchItemDirectValue', {
  typeName: 'BatchItem',
  fieldName: 'directValue',
  maxBatchSize: 10,
});
lambda.createResolver('Direct', { typeName: 'Query', fieldName: 'direct' });
lambda.createResolver('DirectFailure', { typeName: 'Query', fieldName: 'directFailure' });
unit(none, 'Mutation.publish', 'publish');
unit(none, 'Mutation.publishFailing', 'publishFailing');
unit(none, 'Mutation.invalidate', 'invalidate');
unit(none, 'Subscription.onFiltered', 'onFiltered');
unit(none, 'Subscription.onInvalidatable', 'onInvalidatable');
unit(none, 'Subscription.onRefused', 'onRefused');
unit(dynamodb, 'Subscription.onCounted', 'onCounted');

// As an asset, so that both ways to hand over code are met.
const asset = (file: string) => Code.fromAsset(path.join(here, 'resolvers', `${file}.js`));
new Resolver(stack, 'Pipeline', {
  api,
  typeName: 'Query',
  fieldName: 'pipeline',
  code: asset('pipeline'),
  runtime,
  pipelineConfig: ['first', 'second'].map(
    (name) =>
      new AppsyncFunction(stack, name, { name, api, dataSource: none, code: asset(name), runtime }),
  ),
});

new CfnOutput(stack, 'ApiKey', { value: api.apiKey ?? '' });
new CfnOutput(stack, 'ClientId', { value: client.userPoolClientId });
new CfnOutput(stack, 'UserPoolId', { value: userPool.userPoolId });
new CfnOutput(stack, 'TableName', { value: table.tableName });
app.synth();
