import type { TableConfig } from '../../../local/services/dynamodb/table-config.ts';

/** The table of the suites: notes by id, and by mood in the order of their numbers. */
export const NOTES_TABLE: Omit<TableConfig, 'TableName'> = {
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  AttributeDefinitions: [
    { AttributeName: 'id', AttributeType: 'S' },
    { AttributeName: 'mood', AttributeType: 'S' },
    { AttributeName: 'n', AttributeType: 'N' },
  ],
  GlobalSecondaryIndexes: [
    {
      IndexName: 'byMood',
      KeySchema: [
        { AttributeName: 'mood', KeyType: 'HASH' },
        { AttributeName: 'n', KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'ALL' },
    },
  ],
};
