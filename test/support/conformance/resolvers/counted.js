import * as ddb from '@aws-appsync/utils/dynamodb';

export function request(ctx) {
  return ddb.get({ key: { pk: 'counter', sk: ctx.args.key }, consistentRead: true });
}

export function response(ctx) {
  return ctx.result ? ctx.result.runs : 0;
}
