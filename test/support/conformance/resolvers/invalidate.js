import { extensions } from '@aws-appsync/utils';

export function request() {
  return {};
}

export function response(ctx) {
  extensions.invalidateSubscriptions({
    subscriptionField: 'onInvalidatable',
    payload: { id: ctx.args.id },
  });
  return ctx.args.id;
}
