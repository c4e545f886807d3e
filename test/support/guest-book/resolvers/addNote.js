import { util } from '@aws-appsync/utils';
import * as ddb from '@aws-appsync/utils/dynamodb';

export function request(ctx) {
  const { room, ...note } = ctx.args;
  const item = { ...note, author: ctx.stash.author, writtenAt: util.time.nowISO8601() };
  return ddb.put({ key: { room, noteId: util.autoUlid() }, item });
}

export function response(ctx) {
  if (ctx.error) util.error(ctx.error.message, ctx.error.type);
  return ctx.result;
}
