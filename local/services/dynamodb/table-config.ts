import { isDeepStrictEqual } from 'node:util';

interface KeyElement {
  readonly AttributeName: string;
  readonly KeyType: string;
}

/** A secondary index as a template states it. */
export interface IndexConfig {
  readonly IndexName: string;
  readonly KeySchema: readonly KeyElement[];
  readonly Projection: {
    readonly ProjectionType?: string;
    readonly NonKeyAttributes?: readonly string[];
  };
}

/** The part of a table a template states. */
export interface TableConfig {
  readonly TableName: string;
  readonly KeySchema: readonly KeyElement[];
  readonly AttributeDefinitions: readonly { AttributeName: string; AttributeType: string }[];
  readonly LocalSecondaryIndexes?: readonly IndexConfig[];
  readonly GlobalSecondaryIndexes?: readonly IndexConfig[];
  /** Which attribute says when an item expires. */
  readonly TimeToLiveSpecification?: { readonly AttributeName?: string; readonly Enabled: boolean };
}

/** The input of CreateTable, without what does not matter here: throughput, encryption, replicas. */
export function createTableInput(config: TableConfig): Record<string, unknown> {
  const { TableName, KeySchema, AttributeDefinitions } = config;
  return {
    TableName,
    KeySchema,
    AttributeDefinitions,
    BillingMode: 'PAY_PER_REQUEST',
    ...indexesOf('LocalSecondaryIndexes', config),
    ...indexesOf('GlobalSecondaryIndexes', config),
  };
}

/** What of a table cannot become as the template has it without making it anew; undefined when nothing. */
export function differenceOf(
  kept: TableConfig,
  wanted: TableConfig,
): 'keys' | 'indexes' | undefined {
  const keysOf = ({ KeySchema, AttributeDefinitions }: TableConfig) =>
    KeySchema.map(({ AttributeName, KeyType }) => [
      AttributeName,
      KeyType,
      AttributeDefinitions.find((definition) => definition.AttributeName === AttributeName)
        ?.AttributeType,
    ]);
  if (!isDeepStrictEqual(keysOf(kept), keysOf(wanted))) return 'keys';
  return isDeepStrictEqual(comparable(kept), comparable(wanted)) ? undefined : 'indexes';
}

/** Indexes in an order and form of their own, with the types of the attributes they are over. */
function comparable(config: TableConfig) {
  const types = new Map(
    config.AttributeDefinitions.map(({ AttributeName, AttributeType }) => [
      AttributeName,
      AttributeType,
    ]),
  );
  const indexes = [
    ...(config.LocalSecondaryIndexes ?? []).map((index) => ['local', index] as const),
    ...(config.GlobalSecondaryIndexes ?? []).map((index) => ['global', index] as const),
  ];
  return indexes
    .map(([scope, { IndexName, KeySchema, Projection }]) => ({
      name: `${scope} ${IndexName}`,
      keys: KeySchema.map(({ AttributeName, KeyType }) => [
        AttributeName,
        KeyType,
        types.get(AttributeName),
      ]),
      projection: Projection.ProjectionType,
      attributes: [...(Projection.NonKeyAttributes ?? [])].sort(),
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function indexesOf(
  kind: 'LocalSecondaryIndexes' | 'GlobalSecondaryIndexes',
  config: TableConfig,
): Record<string, unknown> {
  const indexes = config[kind] ?? [];
  if (indexes.length === 0) return {};
  return {
    [kind]: indexes.map(({ IndexName, KeySchema, Projection }) => ({
      IndexName,
      KeySchema,
      Projection,
    })),
  };
}
