import { attributeList } from '../attributes.ts';
import { requirePool, type Operation } from '../context.ts';
import { invalidParameter } from '../errors.ts';
import { limits } from '../limits.ts';
import { describeUser } from './admin-users.ts';
import type { StoredUser } from '../types.ts';

/** A page of users, oldest first, narrowed by `Filter` and cut to `AttributesToGet`. */
export const listUsers: Operation = (context, input) => {
  const pool = requirePool(context, input);
  const matches = parseFilter(input.optionalText('Filter') ?? '');
  const limit = input.optionalNumber('Limit') ?? limits.listUsersPage;
  if (!Number.isInteger(limit) || limit < 0 || limit > limits.listUsersPage) {
    throw invalidParameter(
      `1 validation error detected: Value '${limit}' at 'limit' failed to satisfy constraint: Member must have value less than or equal to ${limits.listUsersPage}`,
    );
  }
  const start = parsePageToken(input.optionalText('PaginationToken'));
  const names = input.optionalTextList('AttributesToGet');
  const found = [...pool.users()].filter(matches).sort(byCreation);
  const page = found.slice(start, start + (limit || limits.listUsersPage));
  const next = start + page.length;
  return {
    Users: page.map((user) => ({ ...describeUser(user, 'Attributes'), ...narrow(user, names) })),
    ...(next < found.length && {
      PaginationToken: Buffer.from(String(next)).toString('base64'),
    }),
  };
};

function byCreation(a: StoredUser, b: StoredUser): number {
  return a.createdAtMs - b.createdAtMs || (a.sub < b.sub ? -1 : 1);
}

function narrow(user: StoredUser, names: readonly string[] | undefined): object {
  if (!names) return {};
  return { Attributes: attributeList(user).filter(({ Name }) => names.includes(Name)) };
}

// documented: https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUsers.html (Filter)
const standardFilters = new Set([
  ...['username', 'email', 'phone_number', 'name', 'given_name', 'family_name'],
  ...['preferred_username', 'cognito:user_status', 'status', 'sub'],
]);

function parseFilter(filter: string): (user: StoredUser) => boolean {
  if (filter.trim() === '') return () => true;
  const parts = /^\s*([\w:]+)\s*(\^?=)\s*"((?:[^"\\]|\\.)*)"\s*$/.exec(filter);
  const [, name = '', operator, quoted = ''] = parts ?? [];
  // assumed: the type is documented, the words are ours.
  if (!standardFilters.has(name)) throw invalidParameter(`Error while parsing filter: ${filter}`);
  const wanted = quoted.replace(/\\(.)/g, '$1');
  return (user) => {
    const value = valueOf(user, name);
    return operator === '=' ? value === wanted : (value?.startsWith(wanted) ?? false);
  };
}

function valueOf(user: StoredUser, name: string): string | undefined {
  switch (name) {
    case 'username':
      return user.username;
    case 'sub':
      return user.sub;
    case 'cognito:user_status':
      return user.status;
    case 'status':
      return user.enabled ? 'Enabled' : 'Disabled';
    default:
      return user.attributes[name];
  }
}

function parsePageToken(token: string | undefined): number {
  if (token === undefined) return 0;
  const start = Number(Buffer.from(token, 'base64').toString());
  if (Number.isSafeInteger(start) && start >= 0) return start;
  throw invalidParameter('Invalid pagination token.');
}
