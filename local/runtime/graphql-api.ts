import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Resource, ResolvedStack } from '../assembly/resources.ts';
import { LocalError } from '../errors.ts';
import type {
  ApiConfig,
  ApiKey,
  AuthProvider,
  DataSource,
  PipelineFunction,
  ResolverConfig,
} from '../services/appsync/types.ts';

/** What an API needs of the other services, by the names the template uses. */
export interface ApiSurroundings {
  readonly dataSources: {
    none(name: string): DataSource;
    lambda(name: string, roleArn: string, functionArn: string): DataSource;
    dynamodb(name: string, roleArn: string, tableName: string): DataSource;
    eventBridge(name: string, roleArn: string, eventBusArn: string): DataSource;
    http(name: string, endpoint: string, signing: HttpSigning | undefined): DataSource;
  };
  /** The provider that checks a user pool's tokens. */
  userPool(
    userPoolId: string,
    appIdClientRegex: string | undefined,
    defaultAction: 'ALLOW' | 'DENY',
  ): AuthProvider;
  /** The provider that checks an OpenID Connect issuer's tokens. */
  openIdConnect(config: OpenIdConnectConfig): AuthProvider;
  /** The provider that asks a function. */
  lambdaAuthorizer(config: LambdaAuthorizerConfig, apiArn: string): AuthProvider;
  readonly now: number;
}

/** How an HTTP data source's requests are signed, and as which role. */
export interface HttpSigning {
  readonly region: string;
  readonly service: string;
  readonly roleArn: string;
}

/** As the template states it. */
export interface OpenIdConnectConfig {
  readonly Issuer: string;
  readonly ClientId?: string;
  readonly IatTTL?: number;
  readonly AuthTTL?: number;
}

/** As the template states it. */
export interface LambdaAuthorizerConfig {
  readonly AuthorizerUri: string;
  readonly AuthorizerResultTtlInSeconds?: number;
  readonly IdentityValidationExpression?: string;
}

interface ProviderProperties {
  readonly AuthenticationType: string;
  readonly UserPoolConfig?: {
    UserPoolId: string;
    AppIdClientRegex?: string;
    DefaultAction?: 'ALLOW' | 'DENY';
  };
  readonly OpenIDConnectConfig?: OpenIdConnectConfig;
  readonly LambdaAuthorizerConfig?: LambdaAuthorizerConfig;
}

interface ApiProperties extends ProviderProperties {
  readonly Name: string;
  readonly AdditionalAuthenticationProviders?: readonly ProviderProperties[];
  readonly EnvironmentVariables?: Record<string, string>;
  readonly IntrospectionConfig?: 'ENABLED' | 'DISABLED';
  readonly QueryDepthLimit?: number;
  readonly ResolverCountLimit?: number;
}

interface DataSourceProperties {
  readonly Name: string;
  readonly Type: string;
  readonly LambdaConfig?: { LambdaFunctionArn: string };
  readonly DynamoDBConfig?: { TableName: string; Versioned?: boolean };
  readonly EventBridgeConfig?: { EventBusArn: string };
  readonly HttpConfig?: {
    Endpoint: string;
    AuthorizationConfig?: {
      AuthorizationType: string;
      AwsIamConfig?: { SigningRegion?: string; SigningServiceName?: string };
    };
  };
  readonly ServiceRoleArn?: string;
}

interface FunctionProperties extends CodeProperties {
  readonly Name: string;
  readonly DataSourceName: string;
}

interface ResolverProperties extends CodeProperties {
  readonly TypeName: string;
  readonly FieldName: string;
  readonly Kind?: 'UNIT' | 'PIPELINE';
  readonly DataSourceName?: string;
  readonly PipelineConfig?: { Functions?: readonly string[] };
  readonly MaxBatchSize?: number;
}

interface CodeProperties {
  readonly Code?: string;
  readonly CodeS3Location?: string;
  readonly RequestMappingTemplate?: string;
}

const WEEK_MS = 7 * 86_400_000;

/** The one GraphQL API of a stack; undefined when it has none, an error when it has several. */
export function readApi(
  stack: ResolvedStack,
  surroundings: ApiSurroundings,
): ApiConfig | undefined {
  const [api, ...others] = stack.ofType('AWS::AppSync::GraphQLApi');
  if (!api) return undefined;
  if (others.length > 0) throw unsupported(api, 'only one GraphQL API a stack is supported');
  const apiId = api.attribute('ApiId');
  const mine = (type: string): Resource[] =>
    stack.ofType(type).filter(({ properties }) => properties.ApiId === apiId);
  const properties = propertiesOf<ApiProperties>(api);
  const additional = properties.AdditionalAuthenticationProviders ?? [];
  const toProvider = (provider: ProviderProperties) => readProvider(api, provider, surroundings);
  return {
    apiId,
    name: properties.Name,
    arn: api.attribute('Arn'),
    sdl: readSchema(stack, api, mine('AWS::AppSync::GraphQLSchema')),
    defaultAuth: toProvider(properties),
    additionalAuth: additional.map(toProvider),
    apiKeys: mine('AWS::AppSync::ApiKey').map((key) => readApiKey(key, surroundings.now)),
    environmentVariables: properties.EnvironmentVariables ?? {},
    introspection: properties.IntrospectionConfig !== 'DISABLED',
    queryDepthLimit: properties.QueryDepthLimit ?? 0,
    resolverCountLimit: properties.ResolverCountLimit ?? 0,
    dataSources: new Map(
      mine('AWS::AppSync::DataSource').map((resource) => {
        const source = readDataSource(resource, surroundings);
        return [source.name, source];
      }),
    ),
    functions: new Map(
      mine('AWS::AppSync::FunctionConfiguration').map((resource) => {
        const configuration = readFunction(stack, resource);
        return [configuration.functionId, configuration];
      }),
    ),
    resolvers: mine('AWS::AppSync::Resolver').map((resource) => readResolver(stack, resource)),
  };
}

function readProvider(
  api: Resource,
  provider: ProviderProperties,
  { userPool, openIdConnect, lambdaAuthorizer }: ApiSurroundings,
): AuthProvider {
  const { AuthenticationType: mode, UserPoolConfig } = provider;
  switch (mode) {
    case 'API_KEY':
    case 'AWS_IAM':
      return { mode };
    case 'AMAZON_COGNITO_USER_POOLS': {
      const { UserPoolId = '', AppIdClientRegex, DefaultAction = 'ALLOW' } = UserPoolConfig ?? {};
      requirePattern(api, 'AppIdClientRegex', AppIdClientRegex);
      return userPool(UserPoolId, AppIdClientRegex, DefaultAction);
    }
    case 'OPENID_CONNECT':
      if (!provider.OpenIDConnectConfig) throw unsupported(api, `${mode} has no configuration`);
      requirePattern(api, 'ClientId', provider.OpenIDConnectConfig.ClientId);
      return openIdConnect(provider.OpenIDConnectConfig);
    case 'AWS_LAMBDA':
      if (!provider.LambdaAuthorizerConfig) throw unsupported(api, `${mode} has no configuration`);
      requirePattern(
        api,
        'IdentityValidationExpression',
        provider.LambdaAuthorizerConfig.IdentityValidationExpression,
      );
      return lambdaAuthorizer(provider.LambdaAuthorizerConfig, api.attribute('Arn'));
    default:
      throw unsupported(api, `the authorization mode ${mode} is not supported`);
  }
}

/** A pattern is compiled at boot, so that a broken one is not found by the first caller. */
function requirePattern(api: Resource, property: string, pattern: string | undefined): void {
  try {
    if (pattern !== undefined) new RegExp(pattern);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw unsupported(api, `${property} cannot be read as a regular expression (${reason})`);
  }
}

function readSchema(stack: ResolvedStack, api: Resource, schemas: readonly Resource[]): string {
  const [schema] = schemas;
  if (!schema) throw unsupported(api, 'it has no schema');
  const { Definition, DefinitionS3Location } = propertiesOf<{
    Definition?: string;
    DefinitionS3Location?: string;
  }>(schema);
  return Definition ?? readAssetText(stack, schema, DefinitionS3Location);
}

/** A key without an expiry lives seven days. */
// documented: https://docs.aws.amazon.com/appsync/latest/devguide/security-authz.html#api-key-authorization
function readApiKey(resource: Resource, now: number): ApiKey {
  const { Expires } = propertiesOf<{ Expires?: number }>(resource);
  return {
    key: resource.attribute('ApiKey'),
    expiresAtMs: Expires === undefined ? now + WEEK_MS : Expires * 1000,
  };
}

function readDataSource(resource: Resource, { dataSources }: ApiSurroundings): DataSource {
  const properties = propertiesOf<DataSourceProperties>(resource);
  const { Name: name, Type, LambdaConfig, DynamoDBConfig, EventBridgeConfig } = properties;
  const { ServiceRoleArn: roleArn = '' } = properties;
  switch (Type) {
    case 'NONE':
      return dataSources.none(name);
    case 'AWS_LAMBDA':
      return dataSources.lambda(name, roleArn, LambdaConfig?.LambdaFunctionArn ?? '');
    case 'AMAZON_DYNAMODB':
      if (DynamoDBConfig?.Versioned) {
        throw unsupported(resource, 'conflict detection (Versioned) is not supported');
      }
      return dataSources.dynamodb(name, roleArn, DynamoDBConfig?.TableName ?? '');
    case 'AMAZON_EVENTBRIDGE':
      return dataSources.eventBridge(name, roleArn, EventBridgeConfig?.EventBusArn ?? '');
    case 'HTTP':
      return dataSources.http(
        name,
        readEndpoint(resource, properties),
        readSigning(resource, properties),
      );
    default:
      throw unsupported(resource, `the data source type ${Type} is not supported`);
  }
}

function readEndpoint(resource: Resource, { HttpConfig }: DataSourceProperties): string {
  const endpoint = HttpConfig?.Endpoint ?? '';
  if (!URL.canParse(endpoint) || !/^https?:$/.test(new URL(endpoint).protocol)) {
    throw unsupported(resource, `its endpoint ${endpoint} is no http or https URL`);
  }
  return endpoint;
}

function readSigning(
  resource: Resource,
  { HttpConfig, ServiceRoleArn = '' }: DataSourceProperties,
): HttpSigning | undefined {
  const config = HttpConfig?.AuthorizationConfig;
  if (!config) return undefined;
  const { SigningRegion: region, SigningServiceName: service } = config.AwsIamConfig ?? {};
  if (config.AuthorizationType !== 'AWS_IAM' || !region || !service) {
    throw unsupported(
      resource,
      'its AuthorizationConfig must be AWS_IAM with a region and a service',
    );
  }
  return { region, service, roleArn: ServiceRoleArn };
}

function readFunction(stack: ResolvedStack, resource: Resource): PipelineFunction {
  const properties = propertiesOf<FunctionProperties>(resource);
  return {
    functionId: resource.attribute('FunctionId'),
    name: properties.Name,
    dataSourceName: properties.DataSourceName,
    origin: originOf(stack, resource),
    code: readCode(stack, resource) ?? '',
  };
}

function readResolver(stack: ResolvedStack, resource: Resource): ResolverConfig {
  const properties = propertiesOf<ResolverProperties>(resource);
  const code = readCode(stack, resource);
  return {
    typeName: properties.TypeName,
    fieldName: properties.FieldName,
    origin: originOf(stack, resource),
    kind: properties.Kind ?? 'UNIT',
    ...(properties.DataSourceName ? { dataSourceName: properties.DataSourceName } : {}),
    functionIds: properties.PipelineConfig?.Functions ?? [],
    ...(code === undefined ? {} : { code }),
    maxBatchSize: properties.MaxBatchSize ?? 0,
  };
}

function readCode(stack: ResolvedStack, resource: Resource): string | undefined {
  const { Code, CodeS3Location, RequestMappingTemplate } = propertiesOf<CodeProperties>(resource);
  if (RequestMappingTemplate !== undefined) {
    throw unsupported(resource, 'VTL mapping templates are not supported; write it for APPSYNC_JS');
  }
  if (Code !== undefined) return Code;
  return CodeS3Location === undefined ? undefined : readAssetText(stack, resource, CodeS3Location);
}

/** Where messages about a resource's code point: its logical id, and the file when it is one. */
function originOf(stack: ResolvedStack, resource: Resource): string {
  const { CodeS3Location: location } = propertiesOf<CodeProperties>(resource);
  const file = location && stack.assetPath(location.split('/').at(-1) ?? '');
  return file ? `${resource.logicalId}, ${path.relative('', file)}` : resource.logicalId;
}

function readAssetText(stack: ResolvedStack, resource: Resource, location = ''): string {
  const objectKey = location.split('/').at(-1) ?? '';
  const file = stack.assetPath(objectKey);
  if (!file) throw unsupported(resource, `${location} is not an asset of this assembly`);
  return readFileSync(file, 'utf8');
}

/** CloudFormation has checked what a template's properties are by the time they are deployed; CDK's types did here. */
function propertiesOf<T>(resource: Resource): T {
  return resource.properties as T;
}

function unsupported({ logicalId }: Resource, what: string): LocalError {
  return new LocalError('ERR_TEMPLATE_UNSUPPORTED', `${logicalId}: ${what}.`);
}
