import { isRecord, setMember, textOf } from '../plain.ts';

/** A DynamoDB attribute value as AppSync's helpers make it: numbers stay JSON numbers, unlike on DynamoDB's wire. */
export type AttributeValue = Readonly<Record<string, unknown>>;

/** Converts any JSON value. Lists become lists, never sets. */
// observed: https://github.com/localstack/appsync-utils (__tests__/__snapshots__/index.test.js.snap, recorded on AWS)
export function toDynamoDB(value: unknown): AttributeValue {
  switch (typeof value) {
    case 'string':
      return { S: value };
    case 'number':
      return { N: value };
    case 'boolean':
      return { BOOL: value };
    default:
      break;
  }
  if (Array.isArray(value)) return { L: value.map(toDynamoDB) };
  if (isRecord(value)) return { M: toMapValues(value) };
  return { NULL: null };
}

/** Converts each member of an object; undefined members are left out. */
export function toMapValues(
  members: Readonly<Record<string, unknown>>,
): Record<string, AttributeValue> {
  const values: Record<string, AttributeValue> = {};
  for (const [name, value] of Object.entries(members)) {
    if (value !== undefined && typeof value !== 'function') {
      setMember(values, name, toDynamoDB(value));
    }
  }
  return values;
}

/** `util.dynamodb`. Helpers of one type answer null for null. */
// documented: https://docs.aws.amazon.com/appsync/latest/devguide/dynamodb-helpers-in-util-dynamodb-js.html
export const dynamodbValues = {
  toDynamoDB,
  toString: typed('S'),
  toStringSet: typed('SS'),
  toNumber: typed('N'),
  toNumberSet: typed('NS'),
  toBinary: typed('B'),
  toBinarySet: typed('BS'),
  toBoolean: typed('BOOL'),
  toNull: (): AttributeValue => ({ NULL: null }),
  toList: (value: unknown): AttributeValue | null =>
    Array.isArray(value) ? toDynamoDB(value) : null,
  toMap: (value: unknown): AttributeValue | null => (isRecord(value) ? toDynamoDB(value) : null),
  toMapValues: (value: unknown): Record<string, AttributeValue> | null =>
    isRecord(value) ? toMapValues(value) : null,
  toS3Object(key: unknown, bucket: unknown, region: unknown, version?: unknown): AttributeValue {
    return { S: JSON.stringify({ s3: { key, bucket, region, version: version ?? undefined } }) };
  },
  // assumed: the members of the stored object, by the example of the VTL helper of the same name
  fromS3ObjectJson(text: unknown): unknown {
    try {
      const stored: unknown = JSON.parse(textOf(text));
      return isRecord(stored) ? (stored.s3 ?? null) : null;
    } catch {
      return null;
    }
  },
};

function typed(type: string): (value: unknown) => AttributeValue | null {
  return (value) => (value === undefined || value === null ? null : { [type]: value });
}
