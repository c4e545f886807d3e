import type { QueryRecord, WorkGroup } from './types.ts';

// documented: https://docs.aws.amazon.com/athena/latest/ug/engine-versions-reference-0003.html
const ENGINE = {
  SelectedEngineVersion: 'AUTO',
  EffectiveEngineVersion: 'Athena engine version 3',
};

/** A query as GetQueryExecution tells it. Times are epoch seconds in this protocol. */
// documented: https://docs.aws.amazon.com/athena/latest/APIReference/API_QueryExecution.html
export function describeQuery(record: QueryRecord, nowMs: number): object {
  const { state, reason, error, submittedAtMs, completedAtMs, kind, parameters } = record;
  return {
    QueryExecutionId: record.id,
    Query: record.queryString,
    // assumed: UNLOAD is told as its documentation places it, among DML
    StatementType: 'DML',
    SubstatementType: kind,
    ResultConfiguration: {
      ...record.resultConfiguration,
      OutputLocation: record.outputLocation,
    },
    ResultReuseConfiguration: { ResultReuseByAgeConfiguration: { Enabled: false } },
    QueryExecutionContext: {
      ...(record.database === undefined ? {} : { Database: record.database }),
      // observed: 2026-09, https://github.com/aoyagikouhei/athena-local docs/api.md (in lower case, and only what was asked for)
      ...(record.catalog === undefined ? {} : { Catalog: record.catalog.toLowerCase() }),
    },
    Status: {
      State: state,
      ...(reason === undefined ? {} : { StateChangeReason: reason }),
      SubmissionDateTime: submittedAtMs / 1000,
      ...(completedAtMs === undefined ? {} : { CompletionDateTime: completedAtMs / 1000 }),
      ...(error ? { AthenaError: error } : {}),
    },
    Statistics: describeStatistics(record, nowMs),
    WorkGroup: record.workGroup,
    EngineVersion: ENGINE,
    ...(parameters.length > 0 ? { ExecutionParameters: parameters } : {}),
  };
}

/** How long a query waited and ran, until now when it has not ended. */
export function timesOf({ submittedAtMs, startedAtMs, completedAtMs }: QueryRecord, nowMs: number) {
  const endMs = completedAtMs ?? nowMs;
  const startMs = startedAtMs ?? endMs;
  return {
    QueryQueueTimeInMillis: Math.round(startMs - submittedAtMs),
    EngineExecutionTimeInMillis: Math.round(endMs - startMs),
    TotalExecutionTimeInMillis: Math.round(endMs - submittedAtMs),
    // assumed: what Athena takes beside the engine is no time here
    ServicePreProcessingTimeInMillis: 0,
    QueryPlanningTimeInMillis: 0,
    ServiceProcessingTimeInMillis: 0,
  };
}

function describeStatistics(record: QueryRecord, nowMs: number): object {
  const { manifestLocation, figures } = record;
  return {
    DataScannedInBytes: figures.scannedBytes,
    ...timesOf(record, nowMs),
    ...(manifestLocation === undefined ? {} : { DataManifestLocation: manifestLocation }),
    ResultReuseInformation: { ReusedPreviousResult: false },
  };
}

/** A query's rows and times as GetQueryRuntimeStatistics tells them. */
// documented: https://docs.aws.amazon.com/athena/latest/APIReference/API_QueryRuntimeStatistics.html; no stages here
export function describeRuntime(record: QueryRecord, nowMs: number): object {
  const { inputRows, outputRows, outputBytes, scannedBytes } = record.figures;
  const Rows = {
    InputRows: inputRows,
    InputBytes: scannedBytes,
    OutputRows: outputRows,
    OutputBytes: outputBytes,
  };
  const hasRows = outputRows !== undefined;
  return { Timeline: timesOf(record, nowMs), ...(hasRows ? { Rows } : {}) };
}

/** A work group as GetWorkGroup tells it. */
// documented: https://docs.aws.amazon.com/athena/latest/APIReference/API_WorkGroup.html
export function describeWorkGroup(group: WorkGroup, createdAtMs: number): object {
  return {
    Name: group.name,
    State: group.isEnabled ? 'ENABLED' : 'DISABLED',
    ...(group.description === undefined ? {} : { Description: group.description }),
    Configuration: {
      ResultConfiguration: {},
      ...group.configuration,
      EnforceWorkGroupConfiguration: group.isEnforced,
      EngineVersion: ENGINE,
    },
    CreationTime: createdAtMs / 1000,
  };
}

/** A work group as ListWorkGroups tells it. */
export function summarizeWorkGroup(group: WorkGroup, createdAtMs: number): object {
  return {
    Name: group.name,
    State: group.isEnabled ? 'ENABLED' : 'DISABLED',
    // observed: 2026-09, https://github.com/aoyagikouhei/athena-local docs/caveats.md (empty where GetWorkGroup leaves it out)
    Description: group.description ?? '',
    CreationTime: createdAtMs / 1000,
    EngineVersion: ENGINE,
  };
}
