import { type GraphQLSchema, isObjectType } from 'graphql';
import { LocalError, toError } from '../../../errors.ts';
import type { ApiConfig, DataSource, HandlerModule, ResolverConfig } from '../types.ts';

/** One call of a data source with its handlers; `module` is null on a direct Lambda resolver. */
export interface Step {
  readonly name: string;
  readonly dataSource: DataSource;
  readonly module: HandlerModule | null;
  /** 0: the service's default. */
  readonly maxBatchSize: number;
}

/** What resolves a field: one step, or several between a before and an after handler. */
export type Resolver =
  | { readonly kind: 'UNIT'; readonly step: Step }
  | { readonly kind: 'PIPELINE'; readonly module: HandlerModule; readonly steps: readonly Step[] };

/** Resolvers by `Type.field`. */
export type ResolverTable = ReadonlyMap<string, Resolver>;

/** Checks code and makes it ready; throws a LocalError for code AppSync would refuse. */
export type LoadModule = (code: string, origin: string) => HandlerModule;

// documented: https://docs.aws.amazon.com/general/latest/gr/appsync.html (functions per pipeline)
const MAX_PIPELINE_FUNCTIONS = 10;

/**
 * Connects resolvers to their fields, data sources and code. Throws a LocalError that lists every problem with its origin:
 * ERR_RESOLVER_CODE when only code is at fault, else ERR_TEMPLATE_INVALID.
 */
export function createResolverTable(
  schema: GraphQLSchema,
  config: Pick<ApiConfig, 'resolvers' | 'functions' | 'dataSources'>,
  loadModule: LoadModule,
): ResolverTable {
  const table = new Map<string, Resolver>();
  const problems: Problem[] = [];
  for (const resolver of config.resolvers) {
    const key = `${resolver.typeName}.${resolver.fieldName}`;
    try {
      requireField(schema, resolver);
      if (table.has(key)) throw new TemplateProblem(`${key} has two resolvers`);
      table.set(key, connect(resolver, config, loadModule));
    } catch (error) {
      problems.push({ origin: resolver.origin, error: toError(error) });
    }
  }
  if (problems.length > 0) throw bootError(problems);
  return table;
}

interface Problem {
  readonly origin: string;
  readonly error: Error;
}

class TemplateProblem extends Error {}

function bootError(problems: readonly Problem[]): LocalError {
  const isOnlyCode = problems.every(({ error }) => isCodeProblem(error));
  const lines = [
    ...new Set(
      problems.flatMap(({ origin, error }) =>
        // Problems of code begin with their place, one to a line.
        isCodeProblem(error)
          ? error.message.split('\n').map((line) => `\n  - ${line}`)
          : [`\n  - ${origin}: ${error.message}`],
      ),
    ),
  ];
  return new LocalError(
    isOnlyCode ? 'ERR_RESOLVER_CODE' : 'ERR_TEMPLATE_INVALID',
    `AppSync would refuse these resolvers:${lines.join('')}`,
    { cause: problems[0]?.error },
  );
}

function isCodeProblem(error: Error): boolean {
  return error instanceof LocalError && error.code === 'ERR_RESOLVER_CODE';
}

// observed: aws/aws-cdk#32848 (the second); aws-amplify/amplify-js#4331 (the first)
function requireField(schema: GraphQLSchema, { typeName, fieldName }: ResolverConfig): void {
  const type = schema.getType(typeName);
  if (!isObjectType(type)) throw new TemplateProblem(`Type ${typeName} not found`);
  if (!type.getFields()[fieldName]) {
    throw new TemplateProblem(`No field named ${fieldName} found on type ${typeName}`);
  }
}

function connect(
  resolver: ResolverConfig,
  config: Pick<ApiConfig, 'functions' | 'dataSources'>,
  loadModule: LoadModule,
): Resolver {
  if (resolver.kind === 'UNIT') {
    const dataSource = requireDataSource(config, resolver.dataSourceName);
    const name = `${resolver.typeName}.${resolver.fieldName}`;
    const module = moduleOf(resolver.code, resolver.origin, dataSource, loadModule);
    return {
      kind: 'UNIT',
      step: { name, dataSource, module, maxBatchSize: resolver.maxBatchSize },
    };
  }
  if (!resolver.code) {
    throw new TemplateProblem(
      'a pipeline resolver needs APPSYNC_JS code (VTL is not supported here)',
    );
  }
  if (resolver.functionIds.length > MAX_PIPELINE_FUNCTIONS) {
    throw new TemplateProblem(`a pipeline has at most ${MAX_PIPELINE_FUNCTIONS} functions`);
  }
  const steps = resolver.functionIds.map((id): Step => {
    const pipelineFunction = config.functions.get(id);
    if (!pipelineFunction) throw new TemplateProblem(`there is no function ${id}`);
    const { name, code, origin, dataSourceName } = pipelineFunction;
    const dataSource = requireDataSource(config, dataSourceName);
    return {
      name,
      dataSource,
      module: moduleOf(code, origin, dataSource, loadModule),
      maxBatchSize: 0,
    };
  });
  return { kind: 'PIPELINE', module: loadModule(resolver.code, resolver.origin), steps };
}

function requireDataSource(
  { dataSources }: Pick<ApiConfig, 'dataSources'>,
  name: string | undefined,
): DataSource {
  const dataSource = name === undefined ? undefined : dataSources.get(name);
  if (!dataSource) throw new TemplateProblem(`there is no data source ${name ?? '(none named)'}`);
  return dataSource;
}

// documented: https://docs.aws.amazon.com/appsync/latest/devguide/direct-lambda-reference.html (only Lambda may go without code)
function moduleOf(
  code: string | undefined,
  origin: string,
  dataSource: DataSource,
  loadModule: LoadModule,
): HandlerModule | null {
  if (code) return loadModule(code, origin);
  if (dataSource.type === 'AWS_LAMBDA') return null;
  throw new TemplateProblem(
    `needs APPSYNC_JS code: only Lambda data sources resolve directly (VTL is not supported here)`,
  );
}
