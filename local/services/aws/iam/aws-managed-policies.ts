import type { PolicyStatement } from './types.ts';

const LOGS = ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'];

/**
 * AWS's own policies that functions and APIs are commonly given, by their names. All else of AWS's is unknown here,
 * which is told at boot.
 */
// documented: https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html (a page for each)
const STATEMENTS: Readonly<
  Record<string, readonly Pick<PolicyStatement, 'Action' | 'Resource'>[]>
> = {
  'service-role/AWSLambdaBasicExecutionRole': [{ Action: LOGS, Resource: '*' }],
  'service-role/AWSAppSyncPushToCloudWatchLogs': [{ Action: LOGS, Resource: '*' }],
  'service-role/AWSLambdaVPCAccessExecutionRole': [
    {
      Action: [
        ...LOGS,
        'ec2:CreateNetworkInterface',
        'ec2:DescribeNetworkInterfaces',
        'ec2:DescribeSubnets',
        'ec2:DeleteNetworkInterface',
        'ec2:AssignPrivateIpAddresses',
        'ec2:UnassignPrivateIpAddresses',
      ],
      Resource: '*',
    },
  ],
  AdministratorAccess: [{ Action: '*', Resource: '*' }],
  AmazonDynamoDBReadOnlyAccess: [
    {
      Action: [
        'dynamodb:BatchGetItem',
        'dynamodb:Describe*',
        'dynamodb:List*',
        'dynamodb:GetItem',
        'dynamodb:Query',
        'dynamodb:Scan',
        'dynamodb:PartiQLSelect',
      ],
      Resource: '*',
    },
  ],
  AmazonS3FullAccess: [{ Action: ['s3:*', 's3-object-lambda:*'], Resource: '*' }],
  AmazonS3ReadOnlyAccess: [
    {
      Action: [
        's3:Get*',
        's3:List*',
        's3:Describe*',
        's3-object-lambda:Get*',
        's3-object-lambda:List*',
      ],
      Resource: '*',
    },
  ],
};

/** The policy of an ARN of AWS's own; undefined when it is none of those known here. */
export function awsManagedPolicy(arn: string) {
  const statements = STATEMENTS[arn.replace(/^arn:[^:]+:iam::aws:policy\//, '')];
  return (
    statements && {
      Version: '2012-10-17',
      Statement: statements.map((statement) => ({ Effect: 'Allow' as const, ...statement })),
    }
  );
}

/** Whether an ARN is of one of AWS's own policies, known here or not. */
export function isAwsManaged(arn: string): boolean {
  return /^arn:[^:]+:iam::aws:policy\//.test(arn);
}
