import { generatedName, stableId, type Deployment } from './identity.ts';

/** A resource while its `Ref` and attributes are being worked out. */
export interface Subject {
  readonly deployment: Deployment;
  readonly logicalId: string;
  /** A property of the resource, resolved; undefined when absent. */
  property(name: string): unknown;
}

/** What `Ref` and `Fn::GetAtt` give for a resource type. */
export interface ResourceType {
  readonly ref: (subject: Subject) => string;
  readonly attributes: Readonly<Record<string, (subject: Subject) => string>>;
}

const PARTITION = 'aws';

/** Resource types this cloud runs or reads; anything else must be in `IGNORED_TYPES` or is a boot error. */
// documented: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/ (return values of each type)
export const RESOURCE_TYPES: Readonly<Record<string, ResourceType>> = {
  'AWS::AppSync::GraphQLApi': {
    ref: apiArn,
    attributes: {
      ApiId: apiId,
      Arn: apiArn,
      GraphQLUrl: ({ deployment }) => `${deployment.apiOrigin}/graphql`,
      GraphQLDns: ({ deployment }) => new URL(deployment.apiOrigin).host,
      RealtimeUrl: ({ deployment }) =>
        `${deployment.apiOrigin.replace(/^http/, 'ws')}/graphql/realtime`,
      RealtimeDns: ({ deployment }) => new URL(deployment.apiOrigin).host,
      GraphQLEndpointArn: apiArn,
    },
  },
  'AWS::AppSync::GraphQLSchema': {
    ref: (subject) => `${text(subject, 'ApiId')}GraphQLSchema`,
    attributes: { Id: (subject) => `${text(subject, 'ApiId')}GraphQLSchema` },
  },
  'AWS::AppSync::ApiKey': {
    ref: (subject) =>
      arn(subject, 'appsync', `apis/${text(subject, 'ApiId')}/apikeys/${apiKey(subject)}`),
    attributes: { ApiKey: apiKey, ApiKeyId: apiKey },
  },
  'AWS::AppSync::DataSource': {
    ref: dataSourceArn,
    attributes: { DataSourceArn: dataSourceArn, Name: (subject) => text(subject, 'Name') },
  },
  'AWS::AppSync::FunctionConfiguration': {
    ref: functionConfigurationArn,
    attributes: {
      FunctionId: functionId,
      FunctionArn: functionConfigurationArn,
      DataSourceName: (subject) => text(subject, 'DataSourceName'),
      Name: (subject) => text(subject, 'Name'),
    },
  },
  'AWS::AppSync::Resolver': {
    ref: resolverArn,
    attributes: {
      ResolverArn: resolverArn,
      TypeName: (subject) => text(subject, 'TypeName'),
      FieldName: (subject) => text(subject, 'FieldName'),
    },
  },
  'AWS::Cognito::UserPool': {
    ref: userPoolId,
    attributes: {
      UserPoolId: userPoolId,
      Arn: (subject) => arn(subject, 'cognito-idp', `userpool/${userPoolId(subject)}`),
      ProviderName: providerName,
      ProviderURL: (subject) => `https://${providerName(subject)}`,
    },
  },
  'AWS::Cognito::UserPoolClient': {
    ref: clientId,
    attributes: {
      ClientId: clientId,
      Name: (subject) => text(subject, 'ClientName', clientId(subject)),
    },
  },
  'AWS::Cognito::UserPoolGroup': { ref: (subject) => text(subject, 'GroupName'), attributes: {} },
  'AWS::DynamoDB::Table': { ref: tableName, attributes: { Arn: tableArn } },
  'AWS::DynamoDB::GlobalTable': { ref: tableName, attributes: { Arn: tableArn } },
  'AWS::S3::Bucket': {
    ref: bucketName,
    attributes: {
      Arn: (subject) => `arn:${PARTITION}:s3:::${bucketName(subject)}`,
      DomainName: (subject) => `${bucketName(subject)}.s3.amazonaws.com`,
      RegionalDomainName: (subject) =>
        `${bucketName(subject)}.s3.${subject.deployment.region}.amazonaws.com`,
    },
  },
  'AWS::Lambda::Function': {
    ref: functionName,
    attributes: { Arn: (subject) => arn(subject, 'lambda', `function:${functionName(subject)}`) },
  },
  'AWS::Lambda::EventInvokeConfig': { ref: ({ logicalId }) => logicalId, attributes: {} },
  'AWS::Events::Rule': {
    ref: ruleName,
    attributes: { Arn: (subject) => arn(subject, 'events', `rule/${ruleName(subject)}`) },
  },
  'AWS::Scheduler::Schedule': {
    ref: scheduleName,
    attributes: {
      Arn: (subject) =>
        arn(
          subject,
          'scheduler',
          `schedule/${text(subject, 'GroupName', 'default')}/${scheduleName(subject)}`,
        ),
    },
  },
  'AWS::Events::EventBus': {
    ref: eventBusName,
    attributes: {
      Arn: (subject) => arn(subject, 'events', `event-bus/${eventBusName(subject)}`),
      Name: eventBusName,
    },
  },
  'AWS::Logs::LogGroup': {
    ref: logGroupName,
    attributes: { Arn: (subject) => arn(subject, 'logs', `log-group:${logGroupName(subject)}:*`) },
  },
  'AWS::Athena::WorkGroup': { ref: (subject) => text(subject, 'Name'), attributes: {} },
  'AWS::Glue::Database': { ref: (subject) => nameIn(subject, 'DatabaseInput'), attributes: {} },
  'AWS::Glue::Table': { ref: (subject) => nameIn(subject, 'TableInput'), attributes: {} },
  'AWS::IAM::Role': {
    ref: roleName,
    attributes: {
      Arn: (subject) => iamArn(subject, 'role', roleName(subject)),
      RoleId: ({ deployment, logicalId }) => `AROA${stableId(deployment, logicalId, 17, 'upper')}`,
    },
  },
  'AWS::CloudFront::ResponseHeadersPolicy': {
    ref: responseHeadersPolicyId,
    attributes: { Id: responseHeadersPolicyId },
  },
  'AWS::IAM::Policy': { ref: ({ logicalId }) => logicalId, attributes: {} },
  'AWS::IAM::RolePolicy': { ref: ({ logicalId }) => logicalId, attributes: {} },
  'AWS::IAM::ManagedPolicy': { ref: managedPolicyArn, attributes: { PolicyArn: managedPolicyArn } },
  'AWS::S3::BucketPolicy': { ref: ({ logicalId }) => logicalId, attributes: {} },
  'AWS::Lambda::Permission': {
    ref: ({ logicalId }) => logicalId,
    attributes: { Id: ({ logicalId }) => logicalId },
  },
};

/** Types that change nothing a local run could show, with the reason printed at boot. */
export const IGNORED_TYPES: Readonly<Record<string, string>> = {
  'AWS::CDK::Metadata': 'only counts CDK usage',
  'AWS::Logs::ResourcePolicy': 'who may write to a log group is not evaluated',
  'AWS::CloudWatch::Alarm': 'nobody watches metrics here',
  'AWS::CloudWatch::Dashboard': 'nobody watches metrics here',
  'AWS::SNS::Topic': 'nobody is told of alarms here',
  'AWS::SNS::TopicPolicy': 'nobody is told of alarms here',
  'AWS::SNS::Subscription': 'nobody is told of alarms here',
  'AWS::CloudFront::Distribution': 'the page is served beside the API',
  'AWS::CloudFront::OriginAccessControl': 'the page is served beside the API',
  'AWS::WAFv2::WebACL': 'there are no firewalls here',
  'AWS::WAFv2::WebACLAssociation': 'there are no firewalls here',
};

/** What `Fn::GetAtt` gives of a resource that is left out: what others say of it must still be resolved. */
// documented: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/ (return values of each type)
export const IGNORED_ATTRIBUTES: ResourceType['attributes'] = {
  Arn: ({ deployment, logicalId }) =>
    `arn:${PARTITION}:local:${deployment.region}:${deployment.accountId}:${logicalId}`,
  DomainName: ({ deployment, logicalId }) =>
    `d${stableId(deployment, logicalId, 13, 'lower')}.cloudfront.net`,
};

function arn({ deployment }: Subject, service: string, resource: string): string {
  return `arn:${PARTITION}:${service}:${deployment.region}:${deployment.accountId}:${resource}`;
}

function text(subject: Subject, property: string, otherwise = ''): string {
  const value = subject.property(property);
  return typeof value === 'string' ? value : otherwise;
}

/** The name inside an input of Glue's, whose names are in lower case. */
function nameIn({ deployment, logicalId, property }: Subject, input: string): string {
  const { Name } = (property(input) ?? {}) as { Name?: string };
  return (Name ?? generatedName(deployment, logicalId, 255)).toLowerCase();
}

function named(subject: Subject, property: string, maxLength: number): string {
  return text(subject, property) || generatedName(subject.deployment, subject.logicalId, maxLength);
}

function apiId({ deployment, logicalId }: Subject): string {
  return stableId(deployment, logicalId, 26, 'lower');
}

function apiArn(subject: Subject): string {
  return arn(subject, 'appsync', `apis/${apiId(subject)}`);
}

function apiKey({ deployment, logicalId }: Subject): string {
  return `da2-${stableId(deployment, logicalId, 26, 'lower')}`;
}

function dataSourceArn(subject: Subject): string {
  return arn(
    subject,
    'appsync',
    `apis/${text(subject, 'ApiId')}/datasources/${text(subject, 'Name')}`,
  );
}

function functionId({ deployment, logicalId }: Subject): string {
  return stableId(deployment, logicalId, 26, 'lower');
}

function functionConfigurationArn(subject: Subject): string {
  return arn(subject, 'appsync', `apis/${text(subject, 'ApiId')}/functions/${functionId(subject)}`);
}

function resolverArn(subject: Subject): string {
  const at = `types/${text(subject, 'TypeName')}/resolvers/${text(subject, 'FieldName')}`;
  return arn(subject, 'appsync', `apis/${text(subject, 'ApiId')}/${at}`);
}

function userPoolId({ deployment, logicalId }: Subject): string {
  return `${deployment.region}_${stableId(deployment, logicalId, 9, 'mixed')}`;
}

function providerName(subject: Subject): string {
  return `cognito-idp.${subject.deployment.region}.amazonaws.com/${userPoolId(subject)}`;
}

function clientId({ deployment, logicalId }: Subject): string {
  return stableId(deployment, logicalId, 26, 'lower');
}

function tableName(subject: Subject): string {
  return named(subject, 'TableName', 255);
}

function tableArn(subject: Subject): string {
  return arn(subject, 'dynamodb', `table/${tableName(subject)}`);
}

function bucketName(subject: Subject): string {
  return named(subject, 'BucketName', 63).toLowerCase();
}

function functionName(subject: Subject): string {
  return named(subject, 'FunctionName', 64);
}

function ruleName(subject: Subject): string {
  return named(subject, 'Name', 64);
}

function scheduleName(subject: Subject): string {
  return named(subject, 'Name', 64);
}

function responseHeadersPolicyId({ deployment, logicalId }: Subject): string {
  return stableId(deployment, logicalId, 32, 'lower');
}

function eventBusName(subject: Subject): string {
  return named(subject, 'Name', 256);
}

function logGroupName(subject: Subject): string {
  return named(subject, 'LogGroupName', 512);
}

function iamArn(subject: Subject, kind: string, name: string): string {
  const { accountId } = subject.deployment;
  return `arn:${PARTITION}:iam::${accountId}:${kind}${text(subject, 'Path', '/')}${name}`;
}

function managedPolicyArn(subject: Subject): string {
  return iamArn(subject, 'policy', named(subject, 'ManagedPolicyName', 128));
}

function roleName(subject: Subject): string {
  return named(subject, 'RoleName', 64);
}
