import {
  toWireMap,
  type Attributes,
} from '../../services/appsync/data-sources/attribute-values.ts';
import {
  failed,
  toFailure,
  type DynamoDbCall,
} from '../../services/appsync/data-sources/dynamodb-failures.ts';
import { isTransaction } from '../../services/appsync/data-sources/dynamodb-transactions.ts';
import type { FunctionInvoker } from '../../services/appsync/data-sources/lambda.ts';
import type { DataSource } from '../../services/appsync/types.ts';
import type { AccessControl } from '../../services/aws/iam/access-control.ts';
import { principalOfRole } from '../../services/aws/iam/role-principal.ts';
import { accessDeniedMessage } from '../../services/aws/iam/words.ts';
import { findDenial, type DeniedAccess } from '../../services/dynamodb/access.ts';
import type { PartitionKeyOf } from '../../services/dynamodb/request-keys.ts';
import { accessDenied } from '../../services/lambda/refusals.ts';
import { APPSYNC, sourceKeys } from './service-calls.ts';

export interface DataSourceRolesOptions {
  readonly access: AccessControl;
  readonly apiArn: string;
  readonly region: string;
  readonly accountId: string;
  readonly partitionKeyOf: PartitionKeyOf;
}

/** What AppSync calls in the name of a data source, asked of the data source's role before it is done. */
export interface DataSourceRole {
  lambda(invoker: FunctionInvoker): FunctionInvoker;
  dynamodb(make: (call: DynamoDbCall) => DataSource, call: DynamoDbCall): DataSource;
  events(busArn: string, source: DataSource): DataSource;
  /** The data source, unless AppSync cannot take its role. */
  assumed(source: DataSource): DataSource;
}

interface TransactItem {
  readonly table?: string;
  readonly operation?: string;
  readonly key?: Attributes;
  readonly attributeValues?: Attributes;
}

const INVOKE = 'lambda:InvokeFunction';
const PUT_EVENTS = 'events:PutEvents';

/** Makes data sources call as the role they have. */
export function createDataSourceRoles(options: DataSourceRolesOptions) {
  const { access, apiArn, region, accountId, partitionKeyOf } = options;
  const { authorize } = access;
  const tablesArn = `arn:aws:dynamodb:${region}:${accountId}:table`;

  return (roleArn: string): DataSourceRole => {
    // observed: https://github.com/terraform-aws-modules/terraform-aws-appsync/pull/7 (the name of the session)
    const principal = principalOfRole(roleArn, 'APPSYNC_ASSUME_ROLE');
    const question = { authorize, principal, tablesArn, partitionKeyOf };
    return {
      lambda: (invoker) => ({
        async invoke(functionArn, payloadJson, how) {
          const denial = authorize(principal, INVOKE, functionArn);
          if (!denial) return invoker.invoke(functionArn, payloadJson, how);
          const refusal = accessDenied(principal.arn, INVOKE, functionArn, denial);
          return { kind: 'refused', statusCode: refusal.statusCode, requestId: '', refusal };
        },
      }),
      dynamodb(make, call) {
        const unasked = make(call);
        const asked = make(async (operation, input) => {
          const denied = findDenial(operation, input, question);
          return denied ? toAnswer(denied, principal.arn) : call(operation, input);
        });
        return {
          ...asked,
          async invoke(request, signal) {
            if (!isTransaction(request)) return asked.invoke(request, signal);
            const denied = refuseTransaction(request);
            if (!denied) return unasked.invoke(request, signal);
            const { status, body } = toAnswer(denied, principal.arn);
            return failed(toFailure(status, body));
          },
        };
      },
      events: (busArn, source) => ({
        ...source,
        async invoke(request, signal) {
          const denial = authorize(principal, PUT_EVENTS, busArn);
          if (!denial) return source.invoke(request, signal);
          // documented: https://docs.aws.amazon.com/appsync/latest/devguide/resolver-reference-eventbridge-js.html (EventBridge's common errors are in ctx.error)
          // assumed: the prefix of the type, as of the other data sources
          const type = 'EventBridge:AccessDeniedException';
          const message = accessDeniedMessage(principal.arn, PUT_EVENTS, busArn, denial);
          return { result: null, error: { type, message } };
        },
      }),
      assumed(source) {
        if (access.trusts(roleArn, APPSYNC, sourceKeys(apiArn, accountId))) return source;
        // observed: https://github.com/serverless/serverless-graphql/issues/351 (the first words)
        // assumed: the type, and that the role's ARN follows
        const error = {
          type: 'UnauthorizedException',
          message: `Unable to assume role ${roleArn}`,
        };
        return { ...source, invoke: () => Promise.resolve({ result: null, error }) };
      },
    };

    /** A transaction has no permission of its own: each of its items needs the one of its operation. */
    // documented: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html
    function refuseTransaction(
      request: Readonly<Record<string, unknown>>,
    ): DeniedAccess | undefined {
      const keys = { 'dynamodb:EnclosingOperation': String(request.operation) };
      const items = Array.isArray(request.transactItems)
        ? (request.transactItems as TransactItem[])
        : [];
      for (const { table, operation = 'GetItem', key, attributeValues } of items) {
        // A request object that is wrong is told so by the data source itself.
        if (typeof table !== 'string' || typeof key !== 'object') continue;
        const Key = toWireMap(key);
        const input = attributeValues
          ? { TableName: table, Item: { ...Key, ...toWireMap(attributeValues) } }
          : { TableName: table, Key };
        const name = operation === 'ConditionCheck' ? 'ConditionCheckItem' : operation;
        const denied = findDenial(name, input, { ...question, keys });
        if (denied) return denied;
      }
      return undefined;
    }
  };
}

function toAnswer({ action, resource, denial }: DeniedAccess, principalArn: string) {
  const message = accessDeniedMessage(principalArn, action, resource, denial);
  return { status: 400, body: { __type: 'AccessDeniedException', message } };
}
