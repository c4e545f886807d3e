/**
 * How far a figure is to be trusted. documented: read on AWS's page, in a stored copy, on the day below; noted: read on
 * that page by an earlier session of this project, of which the copy at hand on that day ends before the figure; remembered: from
 * memory, to be checked on the page; ours: decided by this repository.
 */
export type QuotaGrade = 'documented' | 'noted' | 'remembered' | 'ours';

export interface Quota {
  readonly service: string;
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly isAdjustable: boolean;
  readonly grade: QuotaGrade;
  /** The page, or the file of this repository. */
  readonly source: string;
}

/** When the pages were looked up. */
export const QUOTAS_OF = '2026-11-25';

const LAMBDA = 'https://docs.aws.amazon.com/lambda/latest/dg';
const DYNAMODB = 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide';
const GENERAL = 'https://docs.aws.amazon.com/general/latest/gr';
const partition = {
  service: 'DynamoDB',
  value: 1000,
  unit: 'write units a second',
  isAdjustable: false,
  grade: 'documented',
  source: `${DYNAMODB}/bp-partition-key-design.html`,
} as const;

/** Defaults of a large region (us-east-1). */
export const QUOTAS = {
  concurrency: {
    service: 'Lambda',
    name: 'concurrent executions of an account (a new one has fewer)',
    value: 1000,
    unit: 'executions',
    isAdjustable: true,
    grade: 'documented',
    source: `${LAMBDA}/gettingstarted-limits.html`,
  },
  environments: {
    service: 'Lambda',
    name: 'growth of one function',
    value: 100,
    unit: 'environments a second, 1,000 each 10 s',
    isAdjustable: false,
    grade: 'documented',
    source: `${LAMBDA}/scaling-behavior.html`,
  },
  eventAge: {
    service: 'Lambda',
    name: 'age of an event in the asynchronous queue (our stack sets 1 h)',
    value: 21_600,
    unit: 's at most',
    isAdjustable: false,
    grade: 'documented',
    source: `${LAMBDA}/invocation-async-error-handling.html`,
  },
  tokens: {
    service: 'AppSync',
    name: 'request tokens (5,000 in smaller regions)',
    value: 10_000,
    unit: 'a second',
    isAdjustable: true,
    grade: 'noted',
    source: `${GENERAL}/appsync.html`,
  },
  published: {
    service: 'AppSync',
    name: 'inbound messages: mutations somebody may subscribe to',
    value: 10_000,
    unit: 'a second',
    isAdjustable: true,
    grade: 'noted',
    source: `${GENERAL}/appsync.html`,
  },
  pushed: {
    service: 'AppSync',
    name: 'outbound messages',
    value: 1_000_000,
    unit: 'a second, of 5 KB',
    isAdjustable: true,
    grade: 'noted',
    source: `${GENERAL}/appsync.html`,
  },
  connections: {
    service: 'AppSync',
    name: 'new connections',
    value: 2000,
    unit: 'a second',
    isAdjustable: true,
    grade: 'noted',
    source: `${GENERAL}/appsync.html`,
  },
  slotsPartition: { ...partition, name: 'one partition key: `#slots`, the slots of all owners' },
  statisticsPartition: { ...partition, name: 'one partition key: `#statistics`, sums by kind' },
  dueShard: { ...partition, name: 'one partition key of the index `byDue`, an eighth of it' },
  tableWrites: {
    service: 'DynamoDB',
    name: 'a table on demand with its local indexes',
    value: 40_000,
    unit: 'write units a second',
    isAdjustable: true,
    grade: 'documented',
    source: `${DYNAMODB}/ServiceQuotas.html`,
  },
  newTableWrites: {
    service: 'DynamoDB',
    name: 'a new table on demand; then twice the last peak in 30 minutes',
    value: 4000,
    unit: 'write units a second',
    isAdjustable: true,
    grade: 'documented',
    source: 'https://repost.aws/knowledge-center/on-demand-table-throttling-dynamodb',
  },
  puts: {
    service: 'S3',
    name: 'PUT, POST, DELETE for each prefix; S3 divides `reports/` by itself, with 503 meanwhile',
    value: 3500,
    unit: 'a second',
    isAdjustable: false,
    grade: 'documented',
    source: 'https://repost.aws/knowledge-center/s3-object-key-naming-pattern',
  },
  queries: {
    service: 'Athena',
    name: 'active DML queries, running and queued (25 to 200 by region)',
    value: 200,
    unit: 'queries',
    isAdjustable: true,
    grade: 'remembered',
    source: `${GENERAL}/athena.html`,
  },
  recovery: {
    service: 'this stack',
    name: 'reports and files one run of recovery sees to, each minute',
    value: 504 / 60,
    unit: 'a second (504 a minute)',
    isAdjustable: true,
    grade: 'ours',
    source: 'functions/recover-reports/recover.ts',
  },
  owner: {
    service: 'this stack',
    name: 'reports of one owner under way',
    value: 10,
    unit: 'reports',
    isAdjustable: true,
    grade: 'ours',
    source: 'infra/settings.ts',
  },
} as const satisfies Record<string, Quota>;

export type QuotaName = keyof typeof QUOTAS;
