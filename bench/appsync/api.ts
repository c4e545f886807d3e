/** The API every contender serves: one schema, one answer to the byte, one key. */
export const API_KEY = 'da2-benchbenchbenchbenchbenchb';
export const PATH = '/graphql';

export interface Report {
  readonly reportId: string;
  readonly status: string;
  readonly title: string;
  readonly progress: { readonly rowsWritten: number; readonly percent: number };
}

const TYPES = `
  type Progress { rowsWritten: Int! percent: Int! }
  type Report { reportId: ID! status: String! title: String progress: Progress! }
  type Query { report(reportId: ID!): Report }
  type Mutation { publish(reportId: ID!, percent: Int!): Report }
`;

/** As AppSync deploys it. */
export const APPSYNC_SDL = `${TYPES}
  type Subscription { onReport(reportId: ID!): Report @aws_subscribe(mutations: ["publish"]) }
`;
/** The same for servers that do not know AppSync's directive. */
export const PLAIN_SDL = `${TYPES} type Subscription { onReport(reportId: ID!): Report }`;

const SELECTION = '{ reportId status title progress { rowsWritten percent } }';
const QUERY = `query R($reportId: ID!) { report(reportId: $reportId) ${SELECTION} }`;
const MUTATION = `mutation P($reportId: ID!, $percent: Int!) { publish(reportId: $reportId, percent: $percent) ${SELECTION} }`;
export const SUBSCRIPTION = `subscription S($reportId: ID!) { onReport(reportId: $reportId) ${SELECTION} }`;

/** What every resolver computes; `ours` says the same in APPSYNC_JS. */
export function makeReport(reportId: string, percent: number): Report {
  return {
    reportId,
    status: percent < 100 ? 'RUNNING' : 'READY',
    title: `Report ${reportId}`,
    progress: { rowsWritten: percent * 1000, percent },
  };
}

/** A request body and the body it is answered with. */
export interface Exchange {
  readonly body: string;
  readonly answer: string;
}

export function queryOf(reportId: string): Exchange {
  return {
    body: JSON.stringify({ query: QUERY, variables: { reportId } }),
    answer: JSON.stringify({ data: { report: makeReport(reportId, 42) } }),
  };
}

export function mutationOf(reportId: string, percent: number): Exchange {
  return {
    body: JSON.stringify({ query: MUTATION, variables: { reportId, percent } }),
    answer: JSON.stringify({ data: { publish: makeReport(reportId, percent) } }),
  };
}
