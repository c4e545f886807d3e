import type { Clock } from '../../../../host.ts';
import type { Libraries } from '../check/library-use.ts';
import type { Evaluation } from '../evaluation.ts';
import { authTypeOf } from './auth-type.ts';
import { dynamodbValues } from './dynamodb-values.ts';
import { dynamodbRequests } from './dynamodb-requests.ts';
import { encoding } from './encoding.ts';
import { createEndings } from './endings.ts';
import { createExtensions } from './extensions.ts';
import { createHttp } from './http.ts';
import { createIdentifiers } from './identifiers.ts';
import type { JavaPatterns } from './java-pattern.ts';
import { arithmetic, strings } from './numbers-and-text.ts';
import { createTime } from './time.ts';
import { toExpressionText } from './filter-expression.ts';
import { toSubscriptionFilter } from './subscription-filter.ts';
import { toJsonString, toMap } from './xml.ts';
import { textOf } from '../plain.ts';

export interface LibraryOptions {
  readonly clock: Clock;
  /** The evaluation under way. */
  readonly evaluation: () => Evaluation;
  readonly patterns: JavaPatterns;
}

/** Everything handlers can import, and by `@aws-appsync/utils` also what is global. */
// documented: https://docs.aws.amazon.com/appsync/latest/devguide/runtime-utils-js.html
export function createLibraries({ clock, evaluation, patterns }: LibraryOptions): Libraries {
  const { util, runtime } = createEndings(evaluation);
  return {
    '@aws-appsync/utils': {
      util: {
        ...util,
        ...encoding,
        ...createIdentifiers(clock),
        matches: (pattern: unknown, value: unknown) =>
          patterns.matches(textOf(pattern), textOf(value)),
        authType: () => authTypeOf(evaluation().identity),
        time: createTime(clock),
        math: arithmetic,
        str: strings,
        dynamodb: dynamodbValues,
        transform: {
          toDynamoDBFilterExpression: toExpressionText,
          toDynamoDBConditionExpression: toExpressionText,
          toSubscriptionFilter,
        },
        http: createHttp(evaluation),
        xml: { toMap, toJsonString },
      },
      extensions: createExtensions(evaluation),
      runtime,
    },
    '@aws-appsync/utils/dynamodb': dynamodbRequests,
  };
}
