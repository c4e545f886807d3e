import { isRecord } from '../plain.ts';
import { toDynamoDB, type AttributeValue } from './dynamodb-values.ts';

/** A DynamoDB expression with its placeholders. */
export interface FilterExpression {
  readonly expression: string;
  readonly expressionNames: Record<string, string>;
  readonly expressionValues: Record<string, AttributeValue>;
}

const COMPARATORS: Readonly<Record<string, string>> = {
  eq: '=',
  ne: '<>',
  lt: '<',
  le: '<=',
  gt: '>',
  ge: '>=',
};

const ATTRIBUTE_TYPES: Readonly<Record<string, string>> = {
  _null: 'NULL',
  string: 'S',
  stringSet: 'SS',
  number: 'N',
  numberSet: 'NS',
  binary: 'B',
  binarySet: 'BS',
  boolean: 'BOOL',
  list: 'L',
  map: 'M',
};

/** A filter object as a JSON text; null when it cannot be rendered, which is also AppSync's answer then. */
// observed: https://github.com/localstack/appsync-utils (__tests__/__snapshots__/transform.test.js.snap, recorded on AWS)
export function toExpressionText(filter?: unknown): string | null {
  const expression = toFilterExpression(filter);
  return expression && JSON.stringify(expression);
}

/** A filter object (`{ field: { operator: value }, and, or, not }`) as an expression; null when it is none. */
// observed: the same snapshots, for every text below
// assumed: the order of clauses and names, which AWS does not keep; the two mean the same
export function toFilterExpression(filter: unknown): FilterExpression | null {
  const names: Record<string, string> = {};
  const values: Record<string, AttributeValue> = {};
  const parts = renderFilter(filter, '');
  return (
    parts && { expression: parts.join(' AND '), expressionNames: names, expressionValues: values }
  );

  /** One text per member of the filter; null when any cannot be rendered. */
  function renderFilter(part: unknown, prefix: string): string[] | null {
    if (!isRecord(part)) return null;
    return allOrNull(
      Object.keys(part)
        .filter((key) => part[key] !== undefined)
        .map((key) => {
          if (key === 'and' || key === 'or') return renderGroup(part[key], key, prefix);
          if (key === 'not') return renderNot(part[key], prefix);
          return renderField(key, part[key], prefix);
        }),
    );
  }

  function renderGroup(members: unknown, joiner: 'and' | 'or', prefix: string): string | null {
    if (!Array.isArray(members)) return null;
    const texts = allOrNull(
      members.map((member, at) =>
        joined(renderFilter(member, `${prefix}${joiner}_${at}_`), ' AND '),
      ),
    );
    return texts && wrapSeveral(texts, ` ${joiner.toUpperCase()} `);
  }

  function renderNot(member: unknown, prefix: string): string | null {
    const texts = renderFilter(member, `${prefix}not_`);
    // assumed: several members are wrapped, or NOT would bind to the first alone
    return texts && `(NOT ${wrapSeveral(texts, ' AND ')})`;
  }

  function renderField(field: string, operators: unknown, prefix: string): string | null {
    if (!isRecord(operators)) return null;
    names[`#${field}`] = field;
    return renderOperators(operators, `#${field}`, `:${prefix}${field}`);
  }

  function renderOperators(
    operators: Readonly<Record<string, unknown>>,
    operand: string,
    placeholder: string,
  ): string | null {
    const texts = allOrNull(
      Object.keys(operators)
        .filter((operator) => operators[operator] !== undefined)
        .map((operator) => renderOperator(operator, operators[operator], operand, placeholder)),
    );
    return texts && wrapSeveral(texts, ' AND ');
  }

  function renderOperator(
    operator: string,
    value: unknown,
    operand: string,
    placeholder: string,
  ): string | null {
    const name = `${placeholder}_${operator}`;
    if (Object.hasOwn(COMPARATORS, operator)) {
      return `(${operand} ${COMPARATORS[operator]} ${bind(name, value)})`;
    }
    switch (operator) {
      case 'contains':
        return `(contains(${operand},${bind(name, value)}))`;
      case 'notContains':
        return `(NOT contains(${operand},${bind(name, value)}))`;
      case 'beginsWith':
        return `(begins_with(${operand},${bind(name, value)}))`;
      case 'between': {
        if (!Array.isArray(value) || value.length < 2) return null;
        const [start, end] = [bind(`${name}_start`, value[0]), bind(`${name}_end`, value[1])];
        return `(${operand} BETWEEN ${start} AND ${end})`;
      }
      case 'in':
        return renderIn(value, operand, name);
      case 'attributeExists':
        if (typeof value !== 'boolean') return null;
        return `(${value ? 'attribute_exists' : 'attribute_not_exists'}(${operand}))`;
      case 'attributeType': {
        const type = typeof value === 'string' && Object.hasOwn(ATTRIBUTE_TYPES, value);
        if (!type) return null;
        return `(attribute_type(${operand},${bind(name, ATTRIBUTE_TYPES[value])}))`;
      }
      case 'size': {
        if (!isRecord(value)) return null;
        const size = operand.startsWith('size(') ? operand : `size(${operand})`;
        return renderOperators(value, size, name);
      }
      default:
        return null;
    }
  }

  function renderIn(list: unknown, operand: string, name: string): string | null {
    if (!Array.isArray(list)) return null;
    if (list.length === 0) return '(null)';
    const bound = list.map((value, at) => bind(`${name}_${at}`, value));
    return `(${operand} IN (${bound.join(', ')}))`;
  }

  function bind(placeholder: string, value: unknown): string {
    values[placeholder] = toDynamoDB(value);
    return placeholder;
  }
}

function wrapSeveral(texts: readonly string[], joiner: string): string {
  return texts.length > 1 ? `(${texts.join(joiner)})` : texts.join('');
}

function joined(texts: readonly string[] | null, joiner: string): string | null {
  return texts && texts.join(joiner);
}

function allOrNull(texts: readonly (string | null)[]): string[] | null {
  const rendered = texts.filter((text) => text !== null);
  return rendered.length === texts.length ? rendered : null;
}
