import type { ResolvedStack } from '../assembly/resources.ts';
import type { TableConfig } from '../services/dynamodb/table-config.ts';

/** The tables of a stack as the DynamoDB service takes them; both types state them in the words of CreateTable. */
export function readTables(stack: ResolvedStack): TableConfig[] {
  return stack
    .ofType('AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable')
    .map(({ ref, properties }) => ({
      ...(properties as unknown as TableConfig),
      TableName: ref,
    }));
}
