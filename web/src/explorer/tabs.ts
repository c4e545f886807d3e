import { makeReportId } from '../../../client/index.ts';

/** A prepared tab of the explorer. */
export interface PreparedTab {
  readonly query: string;
  readonly variables?: string;
}

/** Request a report, watch it, list: watching first is safe, as the client makes the report's id. */
export function prepareTabs(reportId = makeReportId()): PreparedTab[] {
  const input = {
    reportId,
    title: 'From the explorer',
    definition: { sample: { amountOfRows: 1000, delayMs: 10_000 } },
  };
  return [
    { query: REQUEST, variables: JSON.stringify({ input }, null, 2) },
    { query: WATCH, variables: JSON.stringify({ reportId }, null, 2) },
    { query: LIST, variables: JSON.stringify({ first: 10 }, null, 2) },
  ];
}

const REQUEST = `# Answers at once, QUEUED; the work goes on in the background.
# Run it again: the same reportId is the same report. For another, change the reportId.
mutation RequestReport($input: GenerateReportInput!) {
  generateReport(input: $input) {
    reportId
    status
    version
    createdAt
  }
}
`;

const WATCH = `# Run this first, then RequestReport in the tab beside it. Stop ends it.
# Without a reportId it tells of all your reports.
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

# AppSync takes one field in a subscription: choose this one for the end and the link to the file.
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
