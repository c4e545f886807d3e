import type { Resource, ResolvedStack } from '../assembly/resources.ts';
import { LocalError } from '../errors.ts';
import { parseLocation } from '../services/athena/locations.ts';
import type { WorkGroup } from '../services/athena/types.ts';

interface WorkGroupProperties {
  readonly Name?: string;
  readonly Description?: string;
  readonly State?: string;
  readonly WorkGroupConfiguration?: Configuration;
}

interface Configuration extends Readonly<Record<string, unknown>> {
  readonly ResultConfiguration?: { readonly OutputLocation?: string };
  readonly EnforceWorkGroupConfiguration?: boolean | string;
  readonly BytesScannedCutoffPerQuery?: number | string;
  readonly EngineVersion?: { readonly SelectedEngineVersion?: string };
}

/** What is followed, and what changes nothing that could be seen here. */
const PROPERTIES = ['Name', 'Description', 'State', 'WorkGroupConfiguration', 'Tags'];
const INVISIBLE = ['RecursiveDeleteOption'];
const CONFIGURATION = [
  'ResultConfiguration',
  'EnforceWorkGroupConfiguration',
  'BytesScannedCutoffPerQuery',
  'EngineVersion',
  'PublishCloudWatchMetricsEnabled',
  'RequesterPaysEnabled',
];
// documented: https://docs.aws.amazon.com/athena/latest/APIReference/API_WorkGroupConfiguration.html (at least 10,000,000)
const MIN_CUTOFF_BYTES = 10_000_000;

/** The work groups of a stack as the Athena service takes them; everything that cannot be followed is one error. */
export function readWorkGroups(stack: ResolvedStack): WorkGroup[] {
  const problems: string[] = [];
  const groups = stack.ofType('AWS::Athena::WorkGroup').map((resource) => read(resource, problems));
  if (problems.length === 0) return groups;
  throw new LocalError(
    'ERR_TEMPLATE_UNSUPPORTED',
    `The stack's Athena work groups use what this local cloud does not have:\n  ${problems.join('\n  ')}`,
  );
}

function read({ ref, logicalId, properties }: Resource, problems: string[]): WorkGroup {
  const problem = (what: string): void => void problems.push(`${logicalId}: ${what}`);
  const { Description, State, WorkGroupConfiguration = {} } = properties as WorkGroupProperties;
  const {
    ResultConfiguration = {},
    // assumed: true when nothing is said, the stricter of the two: what relies on its callers' places must say so
    EnforceWorkGroupConfiguration: isEnforced = true,
    BytesScannedCutoffPerQuery: cutoff,
    EngineVersion,
  } = WorkGroupConfiguration;
  for (const name of unknownOf(properties, [...PROPERTIES, ...INVISIBLE])) {
    problem(`its property ${name} is not supported`);
  }
  for (const name of unknownOf(WorkGroupConfiguration, CONFIGURATION)) {
    problem(`WorkGroupConfiguration.${name} is not supported`);
  }
  const version = EngineVersion?.SelectedEngineVersion ?? 'AUTO';
  if (!['AUTO', 'Athena engine version 3'].includes(version)) {
    problem(`the engine version ${version} is not there: only Athena engine version 3 is`);
  }
  const { OutputLocation } = ResultConfiguration;
  if (OutputLocation !== undefined && !parseLocation(OutputLocation)) {
    problem(`its OutputLocation ${OutputLocation} is no location in S3`);
  }
  if (cutoff !== undefined && !(Number(cutoff) >= MIN_CUTOFF_BYTES)) {
    problem(`BytesScannedCutoffPerQuery must be at least ${MIN_CUTOFF_BYTES}, not ${cutoff}`);
  }
  return {
    name: ref,
    ...(Description === undefined ? {} : { description: Description }),
    isEnabled: State !== 'DISABLED',
    ...(OutputLocation === undefined ? {} : { outputLocation: OutputLocation }),
    isEnforced: String(isEnforced) === 'true',
    ...(cutoff === undefined ? {} : { maxScannedBytes: Number(cutoff) }),
    configuration: {
      ...WorkGroupConfiguration,
      ...(cutoff === undefined ? {} : { BytesScannedCutoffPerQuery: Number(cutoff) }),
    },
  };
}

function unknownOf(object: object, known: readonly string[]): string[] {
  return Object.keys(object).filter((name) => !known.includes(name));
}
