import { beforeAll, expect, test } from 'vitest';
import { synthesiseWithRules, type Resource, type Synthesised } from './test-stack.ts';
import { EVERYTHING } from './variants.ts';

/** The stack of production with every optional feature. */
let everything: Synthesised;

beforeAll(async () => {
  everything = await synthesiseWithRules(EVERYTHING, { validates: true });
});

const only = (type: string): Resource => {
  const [resource, ...others] = everything.ofType(type);
  if (!resource || others.length > 0) throw new Error(`there must be one ${type}`);
  return resource;
};
const idsOf = (...types: string[]): string[] =>
  Object.entries(everything.resources)
    .filter(([, { Type }]) => types.includes(Type))
    .map(([logicalId]) => logicalId)
    .sort();

test('nothing is against CloudFormation’s schemas, and every finding of AWS Solutions’ rules has a reason', () => {
  expect(everything.findings).toEqual([]);
});

/** CloudFormation makes a resource anew when its logical id changes, and with it loses what is in there. */
test('what holds data keeps its logical id', () => {
  expect(idsOf('AWS::DynamoDB::GlobalTable', 'AWS::S3::Bucket', 'AWS::Cognito::UserPool')).toEqual([
    'StoreAccessLogs087BBF22',
    'StoreDatasets0AB898B6',
    'StoreFiles21FAE192',
    'StoreReports9AA8A9E6',
    'UsersPoolBFC35D3B',
    'WebPageDCE88126',
  ]);
});

/** The new one is made first, and refused because the old one still has the name. */
test('what has a name of its own, or an address people know, keeps its logical id', () => {
  expect(
    idsOf('AWS::AppSync::DataSource', 'AWS::AppSync::GraphQLApi', 'AWS::Cognito::UserPoolClient'),
  ).toEqual([
    'ApiGraphqlC5E83EDF',
    'ApiGraphqlEvents0432414F',
    'ApiGraphqlGenerator4CB4D321',
    'ApiGraphqlGeneratorInTheRequest5FCDE9E8',
    'ApiGraphqlLargeGenerator51FC716F',
    'ApiGraphqlNoneCFB2B7A0',
    'ApiGraphqlRemoverF9191AD0',
    'ApiGraphqlSigner2A558FA9',
    'ApiReportsReaderAF01F7B8',
    'ApiReportsWriterCABD6828',
    'UsersPoolWeb193F213A',
  ]);
});

test('rows, files, users and logs survive the removal of the stack, the page does not', () => {
  const kept = (resource: Resource) => resource.DeletionPolicy?.startsWith('Retain') ?? false;
  const types = [
    ...['AWS::DynamoDB::GlobalTable', 'AWS::Cognito::UserPool'],
    ...['AWS::Logs::LogGroup', 'AWS::S3::Bucket'],
  ];

  expect(idsOf(...types).filter((id) => !kept(everything.resources[id] as Resource))).toEqual([
    expect.stringContaining('EventsExampleLog'), // it has a name of its own, and is there to be looked at
    'WebPageDCE88126',
  ]);
});

test('the table, the users and the stack itself refuse to be deleted', () => {
  expect(only('AWS::DynamoDB::GlobalTable').Properties).toMatchObject({
    Replicas: [
      {
        DeletionProtectionEnabled: true,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      },
    ],
  });
  expect(only('AWS::Cognito::UserPool').Properties).toMatchObject({ DeletionProtection: 'ACTIVE' });
  expect(everything.stack.terminationProtection).toBe(true);
});

test('the schema is not told, and calls are traced', () => {
  expect(only('AWS::AppSync::GraphQLApi').Properties).toMatchObject({
    IntrospectionConfig: 'DISABLED',
    XrayEnabled: true,
  });
  for (const { Properties } of everything.ofType('AWS::Lambda::Function')) {
    expect(Properties).toMatchObject({ TracingConfig: { Mode: 'Active' } });
  }
});

test('people’s sessions end, and a password is long', () => {
  expect(only('AWS::Cognito::UserPool').Properties).toMatchObject({
    Policies: { PasswordPolicy: { MinimumLength: 12 } },
  });
  expect(only('AWS::Cognito::UserPoolClient').Properties).toMatchObject({
    AccessTokenValidity: 60,
    IdTokenValidity: 60,
    RefreshTokenValidity: 43_200,
    TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'minutes', RefreshToken: 'minutes' },
    EnableTokenRevocation: true,
    PreventUserExistenceErrors: 'ENABLED',
  });
});

test('buckets are private, encrypted, of TLS 1.2, and tell who has read a file', () => {
  for (const { Properties } of everything.ofType('AWS::S3::Bucket')) {
    expect(Properties).toMatchObject({
      PublicAccessBlockConfiguration: { BlockPublicPolicy: true, RestrictPublicBuckets: true },
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [
          { ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } },
        ],
      },
    });
  }
  const policies = everything
    .ofType('AWS::S3::BucketPolicy')
    .map((policy) => JSON.stringify(policy));
  expect(policies).toHaveLength(4);
  for (const policy of policies) {
    expect(policy).toContain('{"Bool":{"aws:SecureTransport":"false"}}');
    expect(policy).toContain('{"NumericLessThan":{"s3:TlsVersion":1.2}}');
  }
  for (const id of ['StoreFiles21FAE192', 'StoreDatasets0AB898B6']) {
    expect(everything.resources[id]?.Properties).toMatchObject({
      LoggingConfiguration: { DestinationBucketName: { Ref: 'StoreAccessLogs087BBF22' } },
    });
  }
});

test('scripts of the allowed origins may read files, those of others may not, and none may write', () => {
  expect(everything.resources['StoreFiles21FAE192']?.Properties).toMatchObject({
    CorsConfiguration: {
      CorsRules: [
        { AllowedOrigins: ['https://dashboards.example.com'], AllowedMethods: ['GET', 'HEAD'] },
      ],
    },
  });
});

test('only the distribution may read the page’s bucket, and people reach it by TLS 1.2', () => {
  const policy = Object.entries(everything.resources).find(([id]) =>
    id.startsWith('WebPagePolicy'),
  );

  expect(JSON.stringify(policy)).toContain('"Principal":{"Service":"cloudfront.amazonaws.com"}');
  expect(JSON.stringify(policy)).toContain('"AWS:SourceArn"');
  expect(only('AWS::CloudFront::Distribution').Properties).toMatchObject({
    DistributionConfig: {
      Aliases: ['reports.example.com'],
      DefaultCacheBehavior: { ViewerProtocolPolicy: 'redirect-to-https' },
      ViewerCertificate: { MinimumProtocolVersion: 'TLSv1.2_2021' },
    },
  });
});

test('a firewall limits requests per address before the API, generators apart', () => {
  const { Rules } = only('AWS::WAFv2::WebACL').Properties as { Rules: { Name: string }[] };

  expect(Rules.map(({ Name }) => Name)).toEqual([
    'RatePerAddress',
    'RateOfPeoplePerAddress',
    'AWSManagedRulesCommonRuleSet',
    'AWSManagedRulesKnownBadInputsRuleSet',
  ]);
  expect(JSON.stringify(Rules[1])).toContain('"NotStatement"');
  expect(only('AWS::WAFv2::WebACLAssociation').Properties).toMatchObject({
    ResourceArn: { 'Fn::GetAtt': ['ApiGraphqlC5E83EDF', 'Arn'] },
  });
});

test('generators have their number, which no other function can take', () => {
  const reserved = everything
    .ofType('AWS::Lambda::Function')
    .map(({ Properties }) => Properties.ReservedConcurrentExecutions)
    .filter((value) => value !== undefined);

  expect(reserved).toEqual([15, 5]);
});
