/** A typed value as AppSync's request objects and DynamoDB's wire both write it. */
export type AttributeValue = Readonly<Record<string, unknown>>;
export type Attributes = Readonly<Record<string, AttributeValue>>;

/**
 * AppSync's typed values as DynamoDB's: `util.dynamodb` writes numbers as JSON numbers and null as
 * `{"NULL":null}`, DynamoDB wants text and true.
 */
// observed: https://github.com/localstack/appsync-utils (__tests__/__snapshots__/index.test.js.snap, recorded on AWS)
export function toWire(value: AttributeValue): AttributeValue {
  const [type, content] = Object.entries(value)[0] ?? [];
  switch (type) {
    case 'N':
      return { N: String(content) };
    case 'NS':
      return { NS: (content as unknown[]).map(String) };
    case 'NULL':
      return { NULL: true };
    case 'L':
      return { L: (content as AttributeValue[]).map(toWire) };
    case 'M':
      return { M: toWireMap(content as Attributes) };
    default:
      return value;
  }
}

export function toWireMap(attributes: Attributes): Attributes {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [name, toWire(value)]),
  );
}

/** A typed value as plain JSON: sets become lists, binary stays base64. */
// documented: https://docs.aws.amazon.com/appsync/latest/devguide/js-resolver-reference-dynamodb.html
export function fromWire(value: AttributeValue): unknown {
  const [type, content] = Object.entries(value)[0] ?? [];
  switch (type) {
    case 'N':
      return Number(content);
    case 'NS':
      return (content as string[]).map(Number);
    case 'NULL':
      return null;
    case 'L':
      return (content as AttributeValue[]).map(fromWire);
    case 'M':
      return fromWireMap(content as Attributes);
    default:
      return content;
  }
}

export function fromWireMap(attributes: Attributes): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [name, fromWire(value)]),
  );
}
