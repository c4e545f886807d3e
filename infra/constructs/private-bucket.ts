import { Duration, type RemovalPolicy } from 'aws-cdk-lib';
import { BlockPublicAccess, Bucket, BucketEncryption, type BucketProps } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';

const ACCESS_LOG_DAYS = 90;

/**
 * What all our buckets have in common: nothing public, TLS 1.2 only, encrypted. With S3's own key and not one of KMS: who
 * may read an object is decided by the role in either case, and a key would add its price per call, a further grant to
 * each function, and links that fail when the key is disabled.
 */
export function privateBucket(removalPolicy: RemovalPolicy) {
  return {
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    encryption: BucketEncryption.S3_MANAGED,
    enforceSSL: true,
    minimumTLSVersion: 1.2,
    removalPolicy,
  } satisfies BucketProps;
}

/** The bucket other buckets' access logs go to. */
export function addAccessLogs(scope: Construct, removalPolicy: RemovalPolicy): Bucket {
  const logs = new Bucket(scope, 'AccessLogs', {
    ...privateBucket(removalPolicy),
    lifecycleRules: [{ expiration: Duration.days(ACCESS_LOG_DAYS) }],
  });
  acknowledge(
    logs,
    'S1',
    'It is the log: who reads it is in CloudTrail’s data events, if anywhere.',
  );
  return logs;
}
