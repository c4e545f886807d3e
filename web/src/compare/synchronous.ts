import { generateClient } from 'aws-amplify/api';

/** What a request that waits gives, or what the API says instead. */
export type Answer =
  | { readonly report: { readonly rowCount: number; readonly byteSize: number } }
  | { readonly error: ApiError };

/** As the API said it. */
export interface ApiError {
  readonly message: string;
  readonly errorType?: string | null;
}

export interface Work {
  readonly amountOfRows: number;
  readonly delayMs: number;
}

type Result = Promise<{
  data: { generateReportSynchronously: { rowCount: number; byteSize: number } };
}>;

const GENERATE = `mutation GenerateReportSynchronously($input: SampleReportInput!) {
  generateReportSynchronously(input: $input) {
    rowCount
    byteSize
  }
}`;

/** Nothing runs: the field is left out by its directive, but a field that is not there is refused. */
const IS_OFFERED = `mutation IsOffered {
  generateReportSynchronously(input: { amountOfRows: 0 }) @skip(if: true) {
    rowCount
  }
}`;

const UNDEFINED_FIELD = /FieldUndefined/;

/** Whether this deployment has the comparison; only a setting of the stack puts the field into its schema. */
export async function isComparisonOffered(): Promise<boolean> {
  try {
    await send(IS_OFFERED, {});
    return true;
  } catch (thrown) {
    const error = errorOf(thrown);
    if (UNDEFINED_FIELD.test(error.message)) return false;
    throw new Error(error.message, { cause: thrown });
  }
}

/** Asks for the report and waits for it; resolves with the API's error when it gives up. */
export async function generateSynchronously(input: Work): Promise<Answer> {
  try {
    const { data } = await send(GENERATE, { input });
    return { report: data.generateReportSynchronously };
  } catch (thrown) {
    return { error: errorOf(thrown) };
  }
}

function send(query: string, variables: object): Result {
  const client = generateClient({ authMode: 'userPool' });
  return client.graphql({ query, variables: variables as Record<string, never> }) as Result;
}

/** Amplify throws the answer itself, or an error when there was none. */
function errorOf(thrown: unknown): ApiError {
  const { errors, message } = thrown as { errors?: readonly ApiError[]; message?: string };
  return errors?.[0] ?? { message: message ?? 'No answer came.' };
}
