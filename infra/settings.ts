import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Node } from 'constructs';
import { createSettingReader } from './setting-values.ts';

/** What an operator may decide, each with a default: `npm run deploy -- -c leaseSeconds=90`, or as a property of the stack. */
export interface ReportsSettings {
  /**
   * `production` keeps data when the stack is removed, protects it from deletion and tells clients no schema;
   * `development` leaves nothing behind. cdk.json says `production`: that is what is deployed unless told otherwise.
   */
  readonly stage: Stage;
  /** How long a generator may be silent before its report is started again, in seconds: 2 to 900. */
  readonly leaseSeconds: number;
  /** Reports of one owner that may be under way at once: 1 to 1,000. */
  readonly maxActiveReports: number;
  /** Days a finished file is kept: 1 to 3,650. */
  readonly retentionDays: number;
  /** Days a report stays in its owner's list after its end: from `retentionDays` to 3,650. */
  readonly recordDays: number;
  /** Days logs are kept: one of those CloudWatch knows. */
  readonly logDays: number;
  /** The generator's memory in MiB, and with it its share of a CPU: 512 to 10,240; one vCPU is 1,769. */
  readonly generatorMemoryMib: number;
  /** How long one invocation of the generator may take, in seconds: 60 to 900. A longer report goes on in a further one. */
  readonly generatorTimeoutSeconds: number;
  /**
   * Generators that run at once, at most, taken off the account's concurrency; 0 reserves and bounds nothing, because
   * an account that is new has 10 in all and Lambda refuses to reserve of its last 100.
   */
  readonly generatorConcurrency: number;
  /**
   * Places that large reports have to themselves, taken off the account's concurrency like `generatorConcurrency`, so that
   * small ones need not wait for them; 0: they have none, and no function of their own.
   */
  readonly largeGeneratorConcurrency: number;
  /** Estimated seconds above which a report is large, where they have places of their own: 1 to 360,000. */
  readonly largeAboveSeconds: number;
  /** Large reports of one owner that may be under way at once, among `maxActiveReports`, where they have places of their own: 1 to 1,000. */
  readonly maxActiveLargeReports: number;
  /** Amazon Athena for large reports of SQL kinds: it costs nothing while nobody asks it. */
  readonly athena: boolean;
  /** What one query may read, in MiB: 10 to 104,857,600. One that would read more is stopped, and its report FAILED `SCAN_LIMIT`. */
  readonly athenaScanLimitMib: number;
  /** Estimated seconds above which a report is Athena's to make: 0 to 360,000. */
  readonly athenaAboveSeconds: number;
  /** Estimated MiB to be read above which it is: 0 to 104,857,600. A generator fetches what it reads, and its disk has 4 GiB. */
  readonly athenaAboveMib: number;
  /** Estimated rows above which a plain CSV file of Athena's is joined inside S3, unordered and without a SHA-256: 0 to 100,000,000,000. */
  readonly joinAboveRows: number;
  /** The processor of all functions. */
  readonly architecture: Architecture;
  /**
   * Sites whose scripts may read a file they have a link to: `https://` origins, or `*`. The page draws charts of files.
   * `webDomain` when there is one, else `*`: the bucket cannot name a distribution whose headers name the bucket.
   */
  readonly allowedOrigins: readonly string[];
  /** The page on CloudFront. */
  readonly web: boolean;
  /** The page's own domain name, with `webCertificate`. */
  readonly webDomain: string | undefined;
  /** The ARN of the certificate for `webDomain`, in us-east-1. */
  readonly webCertificate: string | undefined;
  /** A web application firewall with a rate limit before the API: about 9 USD a month, and 0.60 a million requests. */
  readonly waf: boolean;
  /** Alarms and a dashboard: about 2 USD a month, and 3 more from the account's fourth dashboard on. */
  readonly observability: boolean;
  /** Who learns of alarms: an e-mail address, which has to confirm. */
  readonly alarmEmail: string | undefined;
  /** X-Ray of the API and the functions. */
  readonly tracing: boolean;
  /** A log of who has read which file: the buckets' access logs, in a bucket of their own. */
  readonly accessLogs: boolean;
  /** Whether people may make accounts themselves; otherwise an administrator adds them. */
  readonly selfSignUp: boolean;
  /** Whether the API also has the way this product replaces, a report made while the caller waits: schema/comparison.graphql. */
  readonly comparison: boolean;
  /** A rule that writes to a log how reports end, to copy from: docs/events.md. */
  readonly exampleRule: boolean;
}

export type Stage = 'development' | 'production';
export type Architecture = 'arm64' | 'x64';

/** 9,999 of them mean for ever, which is no number of days. */
const LOG_DAYS = Object.values(RetentionDays)
  .map(Number)
  .filter((days) => days < 9999);
/** 100 TiB. */
const MOST_MIB = 104_857_600;
const ORIGIN = /^(\*|https:\/\/[a-z0-9.-]+(:\d+)?)$/;
const EMAIL = /^[^@\s]+@[^@\s]+\.[^@\s]+$/;
const DOMAIN = /^[a-z0-9-]+(\.[a-z0-9-]+)+$/;
const CERTIFICATE = /^arn:aws[a-z-]*:acm:us-east-1:\d{12}:certificate\/[a-z0-9-]+$/;

/** The settings of a stack: properties before context before defaults. Throws for a value that is out of bounds. */
export function readSettings(node: Node, given: Partial<ReportsSettings> = {}): ReportsSettings {
  const read = createSettingReader(node, given);
  const stage = read.choice<Stage>('stage', ['development', 'production'], 'development');
  const isProduction = stage === 'production';
  const webDomain = read.text('webDomain', DOMAIN, 'a domain name like reports.example.com');
  const settings: ReportsSettings = {
    stage,
    leaseSeconds: read.wholeNumber('leaseSeconds', [2, 900], 60),
    maxActiveReports: read.wholeNumber('maxActiveReports', [1, 1000], 10),
    retentionDays: read.wholeNumber('retentionDays', [1, 3650], 7),
    recordDays: read.wholeNumber('recordDays', [1, 3650], 90),
    logDays: read.numberOf('logDays', LOG_DAYS, 30),
    generatorMemoryMib: read.wholeNumber('generatorMemoryMib', [512, 10_240], 1769),
    generatorTimeoutSeconds: read.wholeNumber('generatorTimeoutSeconds', [60, 900], 900),
    generatorConcurrency: read.wholeNumber('generatorConcurrency', [0, 1000], 0),
    largeGeneratorConcurrency: read.wholeNumber('largeGeneratorConcurrency', [0, 1000], 0),
    largeAboveSeconds: read.wholeNumber('largeAboveSeconds', [1, 360_000], 60),
    maxActiveLargeReports: read.wholeNumber('maxActiveLargeReports', [1, 1000], 2),
    athena: read.yesOrNo('athena', true),
    athenaScanLimitMib: read.wholeNumber('athenaScanLimitMib', [10, MOST_MIB], 102_400),
    athenaAboveSeconds: read.wholeNumber('athenaAboveSeconds', [0, 360_000], 600),
    athenaAboveMib: read.wholeNumber('athenaAboveMib', [0, MOST_MIB], 2048),
    joinAboveRows: read.wholeNumber('joinAboveRows', [0, 100_000_000_000], 20_000_000),
    architecture: read.choice<Architecture>('architecture', ['arm64', 'x64'], 'arm64'),
    allowedOrigins: read.texts(
      'allowedOrigins',
      ORIGIN,
      '* or origins like https://reports.example.com',
      [webDomain === undefined ? '*' : `https://${webDomain}`],
    ),
    web: read.yesOrNo('web', true),
    webDomain,
    webCertificate: read.text(
      'webCertificate',
      CERTIFICATE,
      'the ARN of a certificate in us-east-1',
    ),
    waf: read.yesOrNo('waf', false),
    observability: read.yesOrNo('observability', true),
    alarmEmail: read.text('alarmEmail', EMAIL, 'an e-mail address'),
    tracing: read.yesOrNo('tracing', isProduction),
    accessLogs: read.yesOrNo('accessLogs', isProduction),
    selfSignUp: read.yesOrNo('selfSignUp', false),
    comparison: read.yesOrNo('comparison', false),
    exampleRule: read.yesOrNo('exampleRule', false),
  };
  refuseContradictions(settings);
  return settings;
}

function refuseContradictions(settings: ReportsSettings): void {
  const { recordDays, retentionDays, webDomain, webCertificate, web } = settings;
  if (recordDays < retentionDays) {
    throw new Error('recordDays must not be less than retentionDays: a file needs its record.');
  }
  if ((webDomain === undefined) !== (webCertificate === undefined)) {
    throw new Error('webDomain and webCertificate are of use together only; set both or neither.');
  }
  if (webDomain !== undefined && !web) {
    throw new Error('webDomain is of no use with web=false; leave one of them out.');
  }
  if (settings.alarmEmail !== undefined && !settings.observability) {
    throw new Error('alarmEmail is of no use with observability=false; leave one of them out.');
  }
}
