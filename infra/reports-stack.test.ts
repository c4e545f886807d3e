import { App } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { beforeAll, expect, test } from 'vitest';
import { ReportsStack } from './reports-stack.ts';

/** The longest resolver AppSync takes, in characters. */
// documented: https://docs.aws.amazon.com/general/latest/gr/appsync.html
const MAX_RESOLVER_CHARACTERS = 32_768;

let template: Template;

beforeAll(() => {
  template = Template.fromStack(
    new ReportsStack(
      // Validated in everything.test.ts.
      new App({ analyticsReporting: false, builtinCloudFormationValidation: false }),
      'Reports',
    ),
  );
});

interface Statement {
  Action: string | string[];
  Resource: unknown;
}

/** What a role may do beside writing its own log. */
function statementsOfRole(rolePart: string): Statement[] {
  const policies = Object.values(template.findResources('AWS::IAM::Policy')) as {
    Properties: { PolicyDocument: { Statement: Statement[] }; Roles: { Ref: string }[] };
  }[];
  return policies
    .filter(({ Properties }) => Properties.Roles.some(({ Ref }) => Ref.includes(rolePart)))
    .flatMap(({ Properties }) => Properties.PolicyDocument.Statement)
    .filter(({ Action }) => ![Action].flat().every((action) => action.startsWith('logs:')));
}

test('each function may write its own log, and is given none of AWS’s policies', () => {
  const roles = Object.values(template.findResources('AWS::IAM::Role'));
  const policies = JSON.stringify(template.findResources('AWS::IAM::Policy'));

  expect(JSON.stringify(roles)).not.toContain('ManagedPolicyArns');
  for (const logGroup of Object.keys(template.findResources('AWS::Logs::LogGroup'))) {
    const isOfTheApi = logGroup.startsWith('ApiLogs'); // AppSync's role has it inline
    expect(policies.includes(`{"Fn::GetAtt":["${logGroup}","Arn"]}`)).toBe(!isOfTheApi);
  }
});

test('the generator may announce, write files, read datasets and call itself, and nothing else', () => {
  const actions = [...statementsOfRole('generatereport')].flatMap(({ Action }) => Action);

  // What it may have Athena do is in queries.test.ts.
  expect([...new Set(actions)].filter((action) => !/^(athena|glue):/.test(action)).sort()).toEqual([
    'appsync:GraphQL',
    'lambda:InvokeFunction',
    's3:AbortMultipartUpload',
    's3:DeleteObject',
    's3:GetBucketLocation',
    's3:GetObject',
    's3:ListBucket',
    's3:ListBucketMultipartUploads',
    's3:ListMultipartUploadParts',
    's3:PutObject',
  ]);
});

test('the generator reads datasets and its own snapshots, not the files it has written', () => {
  const reads = statementsOfRole('generatereport').filter(({ Action }) =>
    [Action].flat().includes('s3:GetObject'),
  );

  expect(JSON.stringify(reads)).toMatch(/datasets\/\*/);
  expect(JSON.stringify(reads)).toMatch(/snapshots\/\*/);
  expect(JSON.stringify(reads)).not.toMatch(/reports\/\*/);
});

test('the link signer may read files, and nothing else', () => {
  expect(statementsOfRole('signdownload').flatMap(({ Action }) => Action)).toEqual([
    's3:GetObject',
  ]);
});

test('recovery may read one index, move reports, start the generator and remove files, and nothing else', () => {
  const statements = statementsOfRole('recoverreports');

  expect([...new Set(statements.flatMap(({ Action }) => Action))].sort()).toEqual([
    'appsync:GraphQL',
    'dynamodb:Query',
    'lambda:InvokeFunction',
    's3:AbortMultipartUpload',
    's3:DeleteObject',
    's3:ListBucket',
    's3:ListBucketMultipartUploads',
  ]);
  const onApi = statements.filter(({ Action }) => Action === 'appsync:GraphQL');
  expect(JSON.stringify(onApi)).toMatch(/types\/Mutation\/fields\/reportOverdue/);
  expect(JSON.stringify(onApi)).not.toMatch(/reportReady|reportStarted/);
  const onTable = statements.filter(({ Action }) => Action === 'dynamodb:Query');
  expect(JSON.stringify(onTable)).toMatch(/index\/byDue/);
});

test('whoever ends a report may put events on the one bus, and nothing else', () => {
  const statements = statementsOfRole('GraphqlEventsService');

  expect(statements).toHaveLength(1);
  expect(statements[0]).toMatchObject({ Action: 'events:PutEvents' });
  expect(JSON.stringify(statements[0]?.Resource)).toMatch(/EventsBus/);
});

test('what removes files may not read them', () => {
  expect(statementsOfRole('removefiles').flatMap(({ Action }) => Action)).not.toContain(
    's3:GetObject',
  );
});

test('Lambda leaves starting again to recovery, and tells it of a failure', () => {
  template.hasResourceProperties('AWS::Lambda::EventInvokeConfig', {
    MaximumRetryAttempts: 0,
    MaximumEventAgeInSeconds: 3600,
    DestinationConfig: { OnFailure: { Destination: Match.anyValue() } },
  });
  template.hasResourceProperties('AWS::Events::Rule', { ScheduleExpression: 'rate(1 minute)' });
});

test('rows that have ended are removed by their time to live', () => {
  template.hasResourceProperties('AWS::DynamoDB::GlobalTable', {
    TimeToLiveSpecification: { AttributeName: 'removeAt', Enabled: true },
  });
});

test('the three mutations of the generator are all of the API it may call', () => {
  const onApi = statementsOfRole('generatereport').filter(
    ({ Action }) => Action === 'appsync:GraphQL',
  );
  const fields = [...JSON.stringify(onApi).matchAll(/types\/(\w+\/fields\/\w+)/g)];

  expect(fields.map(([, field]) => field)).toEqual([
    'Mutation/fields/reportStarted',
    'Mutation/fields/reportProgressed',
    'Mutation/fields/reportReady',
  ]);
});

test.each([
  ['ReportsReader', ['dynamodb:GetItem', 'dynamodb:Query'], ['byCreatedAt', 'byActive']],
  [
    'ReportsWriter',
    ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'],
    [],
  ],
])(
  'the data source %s may do %o to the table, and read the indexes %o',
  (role, actions, indexes) => {
    const statements = statementsOfRole(role);
    const names = [...JSON.stringify(statements).matchAll(/\/index\/([^"]+)"/g)];

    expect(statements.flatMap(({ Action }) => Action)).toEqual(actions);
    expect(names.map(([, name]) => name)).toEqual(indexes);
  },
);

test.each(['Generator', 'Signer', 'Remover'])(
  'the data source %s may invoke its function and no version of it',
  (role) => {
    const [statement, ...others] = statementsOfRole(`Graphql${role}`);

    expect(others).toEqual([]);
    expect(statement).toMatchObject({
      Action: 'lambda:InvokeFunction',
      Resource: { 'Fn::GetAtt': [expect.stringMatching(/^Functions/), 'Arn'] },
    });
  },
);

test('no policy grants every action, and none every resource', () => {
  const policies = Object.values(template.findResources('AWS::IAM::Policy')) as {
    Properties: { PolicyDocument: { Statement: Statement[] } };
  }[];
  const statements = policies.flatMap(({ Properties }) => Properties.PolicyDocument.Statement);

  expect(statements.length).toBeGreaterThan(4);
  for (const { Action, Resource } of statements) {
    expect([Action].flat()).not.toContainEqual(expect.stringMatching(/\*$/));
    expect(Resource).not.toBe('*');
  }
});

test('files are private, encrypted and reached by TLS only', () => {
  template.hasResourceProperties('AWS::S3::Bucket', {
    PublicAccessBlockConfiguration: {
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    },
    BucketEncryption: Match.objectLike({}),
  });
  template.hasResourceProperties('AWS::S3::BucketPolicy', {
    PolicyDocument: {
      Statement: Match.arrayWith([
        Match.objectLike({
          Effect: 'Deny',
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        }),
      ]),
    },
  });
});

test('what is made for development is gone with its stack', () => {
  const kept = Object.entries(
    template.toJSON().Resources as Record<string, { DeletionPolicy?: string }>,
  )
    .filter(([, { DeletionPolicy }]) => DeletionPolicy?.startsWith('Retain'))
    .map(([logicalId]) => logicalId);

  expect(kept).toEqual([]);
});

test('nothing is deployed that runs but our own functions', () => {
  const types = Object.values(template.toJSON().Resources as Record<string, { Type: string }>).map(
    ({ Type }) => Type,
  );

  expect(types.filter((type) => /^Custom::|CustomResource|LayerVersion/.test(type))).toEqual([]);
  template.resourceCountIs('AWS::Lambda::Function', 4);
});

test('the API logs its errors without what people send and get, for as long as functions do', () => {
  template.hasResourceProperties('AWS::AppSync::GraphQLApi', {
    LogConfig: { ExcludeVerboseContent: true, FieldLogLevel: 'ERROR' },
  });
  template.hasResourceProperties('AWS::Logs::LogGroup', {
    LogGroupName: { 'Fn::Join': ['', ['/aws/appsync/apis/', Match.anyValue()]] },
  });
  template.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 30 });
});

test('a query has a depth and a number of resolvers it may not pass', () => {
  template.hasResourceProperties('AWS::AppSync::GraphQLApi', {
    QueryDepthLimit: 10,
    ResolverCountLimit: 250,
  });
});

test('the generator may invoke itself again and again, which Lambda would stop as a loop', () => {
  template.hasResourceProperties('AWS::Lambda::Function', {
    Timeout: 900,
    RecursiveLoop: 'Allow',
    EphemeralStorage: { Size: 4096 },
  });
});

test('scripts read a file they have a link to, and write none', () => {
  const cors = Object.values(template.findResources('AWS::S3::Bucket')).flatMap(
    ({ Properties }) =>
      (Properties as { CorsConfiguration?: { CorsRules: object[] } }).CorsConfiguration
        ?.CorsRules ?? [],
  );
  expect(cors).toEqual([
    expect.objectContaining({ AllowedOrigins: ['*'], AllowedMethods: ['GET', 'HEAD'] }),
  ]);
});

test('people sign in by Cognito and the generator by IAM', () => {
  template.hasResourceProperties('AWS::AppSync::GraphQLApi', {
    AuthenticationType: 'AMAZON_COGNITO_USER_POOLS',
    AdditionalAuthenticationProviders: [{ AuthenticationType: 'AWS_IAM' }],
  });
});

test('every resolver and function is APPSYNC_JS within the size AppSync takes', () => {
  const resources = {
    ...template.findResources('AWS::AppSync::Resolver'),
    ...template.findResources('AWS::AppSync::FunctionConfiguration'),
  } as Record<string, { Properties: { Code: string; Runtime: { Name: string } } }>;

  expect(Object.keys(resources)).toHaveLength(34);
  for (const { Properties } of Object.values(resources)) {
    expect(Properties.Runtime.Name).toBe('APPSYNC_JS');
    expect(Properties.Code.length).toBeGreaterThan(100);
    expect(Properties.Code.length).toBeLessThan(MAX_RESOLVER_CHARACTERS);
  }
});

test('functions run on Node 24, the generator for as long as Lambda allows', () => {
  template.allResourcesProperties('AWS::Lambda::Function', { Runtime: 'nodejs24.x' });
  template.allResourcesProperties('AWS::Lambda::Function', { Architectures: ['arm64'] });
  template.hasResourceProperties('AWS::Lambda::Function', { Timeout: 900 });
});
