export function request() {
  const answer = fetch('https://example.com');
  return { payload: answer };
}

export function response(ctx) {
  return ctx.result;
}
