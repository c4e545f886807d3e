// documented: https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html (FunctionName)
const FUNCTION_NAME_PATTERN =
  /^(arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{2}(-[a-z]+)+-\d:)?(\d{12}:)?(function:)?([a-zA-Z0-9-_]+)(:(\$LATEST|[a-zA-Z0-9-_]+))?$/;

/** A function as a request names it. */
export interface FunctionReference {
  readonly name: string;
  readonly qualifier?: string;
  /** What the request says of them; they must be the service's own when present. */
  readonly region?: string;
  readonly accountId?: string;
}

/** Reads a name, a partial ARN (`123456789012:name`, `function:name`) or an ARN, each with or without a qualifier. */
export function parseFunctionName(nameOrArn: string): FunctionReference | undefined {
  const match = FUNCTION_NAME_PATTERN.exec(nameOrArn);
  const name = match?.[7];
  if (!match || name === undefined) return undefined;
  return {
    name,
    qualifier: match[9],
    region: match[3]?.slice(0, -1),
    accountId: match[5]?.slice(0, -1),
  };
}
