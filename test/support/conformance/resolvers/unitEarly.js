import { runtime } from '@aws-appsync/utils';

export function request() {
  runtime.earlyReturn({ early: true });
}

export function response() {
  return { early: false };
}
