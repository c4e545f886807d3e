import * as ddb from '@aws-appsync/utils/dynamodb';

export function request(ctx) {
  return ddb.query({ query: { room: { eq: ctx.args.room } }, limit: 50 });
}

export function response(ctx) {
  return ctx.result.items;
}
