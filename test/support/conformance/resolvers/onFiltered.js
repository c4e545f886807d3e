import { extensions, util } from '@aws-appsync/utils';

export function request() {
  return {};
}

export function response(ctx) {
  const { filter, object } = ctx.args;
  extensions.setSubscriptionFilter(
    object ? util.transform.toSubscriptionFilter(object) : { filterGroup: filter },
  );
  return null;
}
