export function request() {
  return {};
}

export function response(ctx) {
  return `${typeof ctx.args.json} ${typeof ctx.info.variables.json} ${ctx.args.json.a}`;
}
