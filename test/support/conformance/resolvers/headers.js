import { util } from '@aws-appsync/utils';

export function request() {
  return {};
}

export function response(ctx) {
  util.http.addResponseHeader('x-one', 'first');
  util.http.addResponseHeader('x-one', 'last');
  util.http.addResponseHeaders({ 'x-two': '2' });
  util.http.addResponseHeader('content-type', 'text/html');
  util.http.addResponseHeader('access-control-allow-origin', 'https://example.com');
  util.http.addResponseHeader('vary', 'origin');
  util.http.addResponseHeader('x-amzn-requestid', 'mine');
  util.http.addResponseHeader('transfer-encoding', 'chunked');
  return JSON.stringify({ cookie: ctx.request.headers.cookie, own: ctx.request.headers['x-own'] });
}
