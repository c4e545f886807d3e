/** Groups: the template makes them, administrators fill them. */
import { requirePool, type CognitoContext, type Operation } from '../context.ts';
import { resourceNotFound } from '../errors.ts';
import { describeUser, requireUser } from './admin-users.ts';
import type { Input } from '../input.ts';
import type { Pool } from '../pool.ts';
import type { StoredUser } from '../types.ts';

/** Adds a user to a group; once is as good as twice. */
export const adminAddUserToGroup: Operation = (context, input) => {
  const { pool, user, group } = requireMembership(context, input);
  if (!user.groups.includes(group)) pool.save({ ...user, groups: [...user.groups, group] });
  return {};
};

/** Takes a user out of a group; tokens already given keep the claim until they expire. */
export const adminRemoveUserFromGroup: Operation = (context, input) => {
  const { pool, user, group } = requireMembership(context, input);
  pool.save({ ...user, groups: user.groups.filter((name) => name !== group) });
  return {};
};

/** The groups a user is in. */
export const adminListGroupsForUser: Operation = (context, input) => {
  const { pool, user } = requireUser(context, input);
  return {
    Groups: describeGroups(pool).filter(({ GroupName }) => user.groups.includes(GroupName)),
  };
};

/** The pool's groups. */
export const listGroups: Operation = (context, input) => ({
  Groups: describeGroups(requirePool(context, input)),
});

/** The users in a group. */
export const listUsersInGroup: Operation = (context, input) => {
  const pool = requirePool(context, input);
  const group = requireGroup(pool, input);
  const members = [...pool.users()].filter(({ groups }) => groups.includes(group));
  return { Users: members.map((user) => describeUser(user, 'Attributes')) };
};

function requireMembership(
  context: CognitoContext,
  input: Input,
): { pool: Pool; user: StoredUser; group: string } {
  const { pool, user } = requireUser(context, input);
  return { pool, user, group: requireGroup(pool, input) };
}

function requireGroup(pool: Pool, input: Input): string {
  const group = input.text('GroupName');
  // observed: https://github.com/aws-amplify/amplify-cli/issues/2214
  if (!pool.hasGroup(group)) throw resourceNotFound('Group not found.');
  return group;
}

function describeGroups(pool: Pool): { GroupName: string }[] {
  return pool.config.groups.map(({ name, description, precedence }) => ({
    GroupName: name,
    UserPoolId: pool.id,
    ...(description !== undefined && { Description: description }),
    ...(precedence !== undefined && { Precedence: precedence }),
    LastModifiedDate: pool.createdAtMs / 1000,
    CreationDate: pool.createdAtMs / 1000,
  }));
}
