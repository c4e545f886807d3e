export function request() {
  return {};
}

export function response(ctx) {
  const parsed = JSON.parse(ctx.args.text);
  return { parsed, kind: typeof parsed };
}
