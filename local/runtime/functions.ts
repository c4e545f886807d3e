import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Resource, ResolvedStack } from '../assembly/resources.ts';
import { LocalError } from '../errors.ts';
import type { FunctionConfig } from '../services/lambda/types.ts';

// documented: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-function.html
const DEFAULT_TIMEOUT_SECONDS = 3;
const DEFAULT_MEMORY_MB = 128;
const DEFAULT_RETRY_ATTEMPTS = 2;
const DEFAULT_EVENT_AGE_SECONDS = 21_600;
const RUNTIMES = /^nodejs(20|22|24)\.x$/;
const UNSUPPORTED = ['Layers', 'VpcConfig', 'FileSystemConfigs', 'ImageConfig', 'SnapStart'];

interface FunctionProperties {
  readonly Code?: { S3Key?: string; ZipFile?: string };
  readonly Handler?: string;
  readonly Runtime?: string;
  readonly Timeout?: number;
  readonly MemorySize?: number;
  readonly Role?: string;
  readonly ReservedConcurrentExecutions?: number;
  readonly Environment?: { Variables?: Record<string, string> };
}

interface EventInvokeProperties {
  readonly FunctionName?: string;
  readonly MaximumRetryAttempts?: number;
  readonly MaximumEventAgeInSeconds?: number;
  readonly DestinationConfig?: {
    OnFailure?: { Destination?: string };
    OnSuccess?: { Destination?: string };
  };
}

/** The functions of a stack as the Lambda service takes them; inline code is written under `directory`. */
export function readFunctions(stack: ResolvedStack, directory: string): FunctionConfig[] {
  const asyncConfigs = new Map(
    stack.ofType('AWS::Lambda::EventInvokeConfig').map(({ properties }) => {
      const config = properties as EventInvokeProperties;
      return [config.FunctionName, config] as const;
    }),
  );
  return stack.ofType('AWS::Lambda::Function').map((resource) => {
    const properties = resource.properties as FunctionProperties;
    refuseUnsupported(resource);
    const invoke = asyncConfigs.get(resource.ref);
    const reserved = properties.ReservedConcurrentExecutions;
    const onFailure = invoke?.DestinationConfig?.OnFailure?.Destination;
    const onSuccess = invoke?.DestinationConfig?.OnSuccess?.Destination;
    return {
      name: resource.ref,
      arn: resource.attribute('Arn'),
      codeDirectory: codeDirectory(stack, resource, directory),
      handler: properties.Handler ?? 'index.handler',
      runtime: properties.Runtime as FunctionConfig['runtime'],
      timeoutMs: (properties.Timeout ?? DEFAULT_TIMEOUT_SECONDS) * 1000,
      memoryMb: properties.MemorySize ?? DEFAULT_MEMORY_MB,
      environment: properties.Environment?.Variables ?? {},
      roleArn: properties.Role ?? '',
      ...(reserved === undefined ? {} : { reservedConcurrency: reserved }),
      asyncConfig: {
        maximumRetryAttempts: invoke?.MaximumRetryAttempts ?? DEFAULT_RETRY_ATTEMPTS,
        maximumEventAgeMs: (invoke?.MaximumEventAgeInSeconds ?? DEFAULT_EVENT_AGE_SECONDS) * 1000,
        ...(onFailure ? { onFailure } : {}),
        ...(onSuccess ? { onSuccess } : {}),
      },
    };
  });
}

function refuseUnsupported({ logicalId, properties }: Resource): void {
  const runtime = String(properties.Runtime);
  if (!RUNTIMES.test(runtime)) {
    throw unsupported(logicalId, `the runtime ${runtime} is not supported; use nodejs24.x`);
  }
  const used = UNSUPPORTED.filter((name) => properties[name] !== undefined);
  if (used.length > 0) throw unsupported(logicalId, `${used.join(', ')} is not supported`);
}

function codeDirectory(stack: ResolvedStack, resource: Resource, directory: string): string {
  const { Code } = resource.properties as FunctionProperties;
  if (Code?.ZipFile !== undefined) {
    const inline = path.join(directory, resource.logicalId);
    mkdirSync(inline, { recursive: true });
    writeFileSync(path.join(inline, 'package.json'), '{}');
    writeFileSync(path.join(inline, 'index.js'), Code.ZipFile);
    return inline;
  }
  const asset = Code?.S3Key === undefined ? undefined : stack.assetPath(Code.S3Key);
  if (!asset || !statSync(asset, { throwIfNoEntry: false })?.isDirectory()) {
    throw unsupported(resource.logicalId, 'its code is not a directory asset of this assembly');
  }
  return asset;
}

function unsupported(logicalId: string, what: string): LocalError {
  return new LocalError('ERR_TEMPLATE_UNSUPPORTED', `${logicalId}: ${what}.`);
}
