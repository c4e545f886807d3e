import { extensions } from '@aws-appsync/utils';

export function request(ctx) {
  return {
    operation: 'UpdateItem',
    key: { pk: { S: 'counter' }, sk: { S: ctx.args.key } },
    update: { expression: 'ADD runs :one', expressionValues: { ':one': { N: 1 } } },
  };
}

export function response() {
  // Without this, the argument, which no event has, would let nothing through.
  extensions.setSubscriptionFilter({
    filterGroup: [{ filters: [{ fieldName: 'id', operator: 'beginsWith', value: 'm' }] }],
  });
  return null;
}
