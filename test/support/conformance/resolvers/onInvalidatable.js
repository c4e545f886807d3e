import { extensions } from '@aws-appsync/utils';

export function request() {
  return {};
}

export function response(ctx) {
  extensions.setSubscriptionInvalidationFilter({
    filterGroup: [{ filters: [{ fieldName: 'id', operator: 'eq', value: ctx.args.id }] }],
  });
  return null;
}
