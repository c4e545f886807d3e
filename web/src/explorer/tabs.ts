import { makeReportId } from '../../../client/index.ts';

/** A prepared tab of the explorer. */
export interface PreparedTab {
  readonly query: string;
  readonly variables?: string;
}

/** Request a report, watch it while it runs, list: GraphiQL runs one operation at a time and stops it with its tab. */
export function prepareTabs(reportId = makeReportId()): PreparedTab[] {
  const input = {
    reportId,
    title: 'From the explorer',
    definition: { sample: { amountOfRows: 1000, delayMs: 30_000 } },
  };
  return [
    { query: REQUEST, variables: JSON.stringify({ input }, null, 2) },
    { query: WATCH, variables: JSON.stringify({ reportId }, null, 2) },
    { query: WATCH_END, variables: JSON.stringify({ reportId }, null, 2) },
    { query: LIST, variables: JSON.stringify({ first: 10 }, null, 2) },
  ];
}

const REQUEST = `# Answers at once, QUEUED.
# The work goes on for 30 seconds.
# For another report change the reportId.
mutation RequestReport($input: GenerateReportInput!) {
  generateReport(input: $input) {
    reportId
    status
    version
    createdAt
  }
}
`;

const WATCH = `# Run RequestReport, then this:
# pushes arrive while the report runs.
# Stop ends it, and so does another tab.
# Without a reportId it tells of all.
subscription WatchReport($reportId: ID) {
  onReportProgress(reportId: $reportId) {
    reportId
    status
    version
    progress {
      phase
      rowsWritten
      rowsExpected
      percent
    }
  }
}
`;

const WATCH_END = `# The report when it has ended, with a
# link to its file: one push.
subscription WatchForTheFile($reportId: ID) {
  onReportReady(reportId: $reportId) {
    reportId
    status
    result {
      rowCount
      byteSize
      sha256
    }
    error {
      code
      message
      action
    }
    download {
      url
      expiresAt
      filename
    }
  }
}
`;

const LIST = `# Your reports and nobody else's, newest first.
query ListReports($first: Int) {
  listReports(first: $first) {
    items {
      reportId
      title
      kind
      format
      status
      createdAt
      result {
        rowCount
        byteSize
      }
    }
    nextToken
  }
}
`;
