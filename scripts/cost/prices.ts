/**
 * How far a price is to be trusted. documented: AWS's own page has it, read in a stored copy; reported: somebody who
 * quotes AWS's page has it, read; remembered: neither was found, the figure is from memory.
 */
export type PriceGrade = 'documented' | 'reported' | 'remembered';

export interface Price {
  readonly service: string;
  /** What is paid for. */
  readonly unit: string;
  /** US dollars for `per` units. */
  readonly usd: number;
  readonly per: number;
  readonly grade: PriceGrade;
  /** AWS's page, where the price is to be checked. */
  readonly page: string;
  /** Where it was read, when that is another place. */
  readonly readAt?: string;
}

/** When they were looked up. */
export const PRICES_OF = '2026-11-25';
export const REGION = 'us-east-1';

const AWS = 'https://aws.amazon.com';
const MILLION = 1_000_000;

/** Public prices of the first tier, without free tiers, discounts and taxes. */
export const PRICES = {
  appsyncOperation: {
    service: 'AppSync',
    unit: 'query or mutation',
    usd: 4,
    per: MILLION,
    grade: 'reported',
    page: `${AWS}/appsync/pricing/`,
    readAt: 'https://awsi.click/en/glossary/appsync/',
  },
  appsyncUpdate: {
    service: 'AppSync',
    unit: 'real-time update, or WebSocket operation of a client (5 KB)',
    usd: 2,
    per: MILLION,
    grade: 'documented',
    page: `${AWS}/appsync/pricing/`,
  },
  appsyncMinute: {
    service: 'AppSync',
    unit: 'minute of a connection',
    usd: 0.08,
    per: MILLION,
    grade: 'documented',
    page: `${AWS}/appsync/pricing/`,
  },
  webSocketMessage: {
    service: 'API Gateway',
    unit: 'WebSocket message (32 KB)',
    usd: 1,
    per: MILLION,
    grade: 'reported',
    page: `${AWS}/api-gateway/pricing/`,
    readAt: 'https://amnic.com/blogs/aws-api-gateway-pricing',
  },
  webSocketMinute: {
    service: 'API Gateway',
    unit: 'minute of a WebSocket connection',
    usd: 0.25,
    per: MILLION,
    grade: 'reported',
    page: `${AWS}/api-gateway/pricing/`,
    readAt: 'https://amnic.com/blogs/aws-api-gateway-pricing',
  },
  httpRequest: {
    service: 'API Gateway',
    unit: 'request of an HTTP API',
    usd: 1,
    per: MILLION,
    grade: 'reported',
    page: `${AWS}/api-gateway/pricing/`,
    readAt: 'https://amnic.com/blogs/aws-api-gateway-pricing',
  },
  lambdaRequest: {
    service: 'Lambda',
    unit: 'invocation',
    usd: 0.2,
    per: MILLION,
    grade: 'documented',
    page: `${AWS}/lambda/pricing/`,
  },
  lambdaGbSecond: {
    service: 'Lambda',
    unit: 'GB-second on arm64',
    usd: 0.0000133334,
    per: 1,
    grade: 'reported',
    page: `${AWS}/lambda/pricing/`,
    readAt: 'https://cloudchipr.com/blog/aws-lambda-pricing',
  },
  lambdaStorageGbSecond: {
    service: 'Lambda',
    unit: 'GB-second of ephemeral storage above 512 MB',
    usd: 0.0000000309,
    per: 1,
    grade: 'remembered',
    page: `${AWS}/lambda/pricing/`,
  },
  dynamodbWrite: {
    service: 'DynamoDB',
    unit: 'write request unit (1 KB)',
    usd: 0.625,
    per: MILLION,
    grade: 'reported',
    page: `${AWS}/dynamodb/pricing/on-demand/`,
    readAt: 'https://airbyte.com/data-engineering-resources/dynamodb-pricing',
  },
  dynamodbRead: {
    service: 'DynamoDB',
    unit: 'read request unit (4 KB)',
    usd: 0.125,
    per: MILLION,
    grade: 'reported',
    page: `${AWS}/dynamodb/pricing/on-demand/`,
    readAt: 'https://airbyte.com/data-engineering-resources/dynamodb-pricing',
  },
  dynamodbGbMonth: {
    service: 'DynamoDB',
    unit: 'GB-month',
    usd: 0.25,
    per: 1,
    grade: 'remembered',
    page: `${AWS}/dynamodb/pricing/on-demand/`,
  },
  s3Put: {
    service: 'S3',
    unit: 'PUT, POST or LIST request',
    usd: 0.005,
    per: 1000,
    grade: 'reported',
    page: `${AWS}/s3/pricing/`,
    readAt:
      'https://devnotes.tech/understanding-aws-s3-pricing-a-complete-cost-breakdown-with-examples',
  },
  s3Get: {
    service: 'S3',
    unit: 'GET request',
    usd: 0.0004,
    per: 1000,
    grade: 'reported',
    page: `${AWS}/s3/pricing/`,
    readAt:
      'https://devnotes.tech/understanding-aws-s3-pricing-a-complete-cost-breakdown-with-examples',
  },
  s3GbMonth: {
    service: 'S3',
    unit: 'GB-month',
    usd: 0.023,
    per: 1,
    grade: 'reported',
    page: `${AWS}/s3/pricing/`,
    readAt:
      'https://devnotes.tech/understanding-aws-s3-pricing-a-complete-cost-breakdown-with-examples',
  },
  transferGb: {
    service: 'Data transfer',
    unit: 'GB to the internet',
    usd: 0.09,
    per: 1,
    grade: 'reported',
    page: `${AWS}/ec2/pricing/on-demand/`,
    readAt:
      'https://devnotes.tech/understanding-aws-s3-pricing-a-complete-cost-breakdown-with-examples',
  },
  eventBridgeEvent: {
    service: 'EventBridge',
    unit: 'event of our own (64 KB)',
    usd: 1,
    per: MILLION,
    grade: 'reported',
    page: `${AWS}/eventbridge/pricing/`,
    readAt: 'https://blog.awsfundamentals.com/aws-eventbridge-pricing-guide',
  },
  athenaTb: {
    service: 'Athena',
    unit: 'TB read by queries, at least 10 MB each',
    usd: 5,
    per: 1,
    grade: 'reported',
    page: `${AWS}/athena/pricing/`,
    readAt: 'https://athena.guide/articles/athena-basics-pricing-model',
  },
  logsGb: {
    service: 'CloudWatch',
    unit: 'GB of logs taken in',
    usd: 0.5,
    per: 1,
    grade: 'reported',
    page: `${AWS}/cloudwatch/pricing/`,
    readAt:
      'https://www.factualminds.com/blog/amazon-cloudwatch-pricing-metrics-logs-alarms-dashboards/',
  },
  metricMonth: {
    service: 'CloudWatch',
    unit: 'custom metric, a month',
    usd: 0.3,
    per: 1,
    grade: 'reported',
    page: `${AWS}/cloudwatch/pricing/`,
    readAt: 'https://signoz.io/guides/cloudwatch-pricing',
  },
} as const satisfies Record<string, Price>;

export type PriceName = keyof typeof PRICES;
/** How many units of each are used. */
export type Usage = Readonly<Partial<Record<PriceName, number>>>;

/** What usage costs in US dollars, by price. */
export function costs(usage: Usage): Map<PriceName, number> {
  return new Map(
    (Object.entries(usage) as [PriceName, number][]).map(([name, amount]) => {
      const { usd, per } = PRICES[name];
      return [name, (amount * usd) / per];
    }),
  );
}

/** The sum of what usage costs. */
export function totalCost(usage: Usage): number {
  return [...costs(usage).values()].reduce((sum, each) => sum + each, 0);
}

/** Usages added up. */
export function plus(...usages: readonly Usage[]): Usage {
  const sum: Partial<Record<PriceName, number>> = {};
  for (const [name, amount] of usages.flatMap((each) => Object.entries(each))) {
    sum[name as PriceName] = (sum[name as PriceName] ?? 0) + amount;
  }
  return sum;
}
