import path from 'node:path';
import { App, CfnOutput, RemovalPolicy, Stack } from 'aws-cdk-lib';
import {
  AuthorizationType,
  Code,
  Definition,
  FunctionRuntime,
  GraphqlApi,
} from 'aws-cdk-lib/aws-appsync';
import { AttributeType, Table } from 'aws-cdk-lib/aws-dynamodb';
import {
  AccountRootPrincipal,
  ArnPrincipal,
  Effect,
  ManagedPolicy,
  PolicyStatement,
  type PolicyStatementProps,
  Role,
  ServicePrincipal,
} from 'aws-cdk-lib/aws-iam';
import { Code as LambdaCode, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Bucket } from 'aws-cdk-lib/aws-s3';

/** Roles with every kind of policy, and a bucket, a table, a function and an API they are for. */
const app = new App({ analyticsReporting: false });
const stack = new Stack(app, 'Iam');
const removalPolicy = RemovalPolicy.DESTROY;

const bucket = new Bucket(stack, 'Files', { enforceSSL: true, removalPolicy });
const table = new Table(stack, 'Notes', {
  partitionKey: { name: 'owner', type: AttributeType.STRING },
  sortKey: { name: 'id', type: AttributeType.STRING },
  removalPolicy,
});
const echo = new LambdaFunction(stack, 'Echo', {
  runtime: Runtime.NODEJS_24_X,
  handler: 'index.handler',
  code: LambdaCode.fromInline('exports.handler = async (event) => event;'),
});
const api = new GraphqlApi(stack, 'Api', {
  name: 'iam',
  definition: Definition.fromFile(path.join(import.meta.dirname, 'schema.graphql')),
  authorizationConfig: {
    defaultAuthorization: { authorizationType: AuthorizationType.IAM },
  },
});
const none = api.addNoneDataSource('None');
for (const fieldName of ['ping', 'secret']) {
  none.createResolver(fieldName, {
    typeName: 'Query',
    fieldName,
    code: Code.fromInline(
      `export function request() { return { payload: '${fieldName}' }; }
export function response(ctx) { return ctx.result; }`,
    ),
    runtime: FunctionRuntime.JS_1_0_0,
  });
}

const assumedBy = new AccountRootPrincipal();
function addRole(id: string, ...statements: PolicyStatementProps[]): Role {
  const role = new Role(stack, id, { assumedBy });
  for (const statement of statements) role.addToPolicy(new PolicyStatement(statement));
  return role;
}
const files = (prefix: string): string[] => [bucket.arnForObjects(prefix)];
const field = (name: string): string[] => [`${api.arn}/types/Query/fields/${name}`];

const roles = {
  Reader: addRole(
    'Reader',
    { actions: ['s3:GetObject'], resources: files('public/*') },
    {
      actions: ['s3:ListBucket'],
      resources: [bucket.bucketArn],
      conditions: { StringLike: { 's3:prefix': 'public/*' } },
    },
    {
      actions: ['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:BatchGetItem'],
      resources: [table.tableArn],
      conditions: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['reader'] } },
    },
    { actions: ['appsync:GraphQL'], resources: field('ping') },
  ),
  Writer: addRole(
    'Writer',
    { actions: ['s3:*'], resources: [bucket.bucketArn, ...files('*')] },
    { effect: Effect.DENY, actions: ['s3:DeleteObject'], resources: files('*') },
    { notActions: ['dynamodb:Delete*', 's3:*', 'sts:*'], resources: [table.tableArn] },
  ),
  Bounded: new Role(stack, 'Bounded', {
    assumedBy,
    managedPolicies: [
      new ManagedPolicy(stack, 'Everything', {
        statements: [new PolicyStatement({ actions: ['*'], resources: ['*'] })],
      }),
    ],
    permissionsBoundary: new ManagedPolicy(stack, 'Boundary', {
      statements: [new PolicyStatement({ actions: ['s3:Get*'], resources: ['*'] })],
    }),
  }),
  Invoker: addRole('Invoker', { actions: ['lambda:Invoke*'], resources: [echo.functionArn] }),
  Conditional: addRole(
    'Conditional',
    {
      actions: ['s3:PutObject'],
      resources: [`${bucket.bucketArn}/home/\${aws:PrincipalAccount}/*`],
      conditions: {
        Bool: { 'aws:SecureTransport': 'true' },
        StringEquals: { 'aws:RequestedRegion': stack.region },
        StringEqualsIfExists: { 's3:x-amz-storage-class': 'STANDARD' },
      },
    },
    {
      actions: ['s3:GetObject'],
      notResources: files('secret/*'),
      conditions: { DateGreaterThan: { 'aws:CurrentTime': '2020-01-01T00:00:00Z' } },
    },
    {
      actions: ['lambda:InvokeFunction'],
      resources: [echo.functionArn],
      conditions: { Null: { 'aws:username': 'false' } },
    },
    {
      actions: ['dynamodb:UpdateItem', 'dynamodb:GetItem'],
      resources: [table.tableArn],
      conditions: {
        'ForAllValues:StringEquals': { 'dynamodb:Attributes': ['owner', 'id', 'title'] },
      },
    },
  ),
  Nobody: addRole('Nobody'),
};
// What resources allow by themselves.
bucket.addToResourcePolicy(
  new PolicyStatement({
    actions: ['s3:GetObject'],
    resources: files('shared/*'),
    principals: [new ArnPrincipal(roles.Nobody.roleArn)],
  }),
);
bucket.addToResourcePolicy(
  new PolicyStatement({
    effect: Effect.DENY,
    actions: ['s3:PutObject'],
    resources: files('frozen/*'),
    principals: [new ArnPrincipal(roles.Writer.roleArn)],
  }),
);
echo.addPermission('ForNobody', { principal: new ArnPrincipal(roles.Nobody.roleArn) });
const untrusting = new Role(stack, 'Untrusting', {
  assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
});

const external = new Role(stack, 'External', { assumedBy, externalIds: ['agreed'] });

const outputs: Record<string, string> = {
  External: external.roleArn,
  Bucket: bucket.bucketName,
  Table: table.tableName,
  Function: echo.functionName,
  FunctionArn: echo.functionArn,
  GraphqlUrl: api.graphqlUrl,
  Account: stack.account,
  Untrusting: untrusting.roleArn,
  ...Object.fromEntries(Object.entries(roles).map(([name, role]) => [name, role.roleArn])),
};
for (const [name, value] of Object.entries(outputs)) new CfnOutput(stack, `Out${name}`, { value });
app.synth();
