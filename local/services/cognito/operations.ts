import * as adminUsers from './operations/admin-users.ts';
import * as describe from './operations/describe.ts';
import * as forgotPassword from './operations/forgot-password.ts';
import * as groups from './operations/groups.ts';
import { listUsers } from './operations/list-users.ts';
import * as ownAccount from './operations/own-account.ts';
import { getTokensFromRefreshToken, revokeToken } from './operations/refresh.ts';
import * as signIn from './operations/sign-in.ts';
import * as signUp from './operations/sign-up.ts';
import type { Operation } from './context.ts';

/** Operations anybody may call: each carries its own proof (a password, a code, a token). */
export const openOperations: ReadonlyMap<string, Operation> = new Map(
  Object.entries({
    InitiateAuth: signIn.initiateAuth,
    RespondToAuthChallenge: signIn.respondToAuthChallenge,
    GetTokensFromRefreshToken: getTokensFromRefreshToken,
    RevokeToken: revokeToken,
    SignUp: signUp.signUp,
    ConfirmSignUp: signUp.confirmSignUp,
    ResendConfirmationCode: signUp.resendConfirmationCode,
    ForgotPassword: forgotPassword.forgotPassword,
    ConfirmForgotPassword: forgotPassword.confirmForgotPassword,
    GetUser: ownAccount.getUser,
    UpdateUserAttributes: ownAccount.updateUserAttributes,
    GetUserAttributeVerificationCode: ownAccount.getUserAttributeVerificationCode,
    VerifyUserAttribute: ownAccount.verifyUserAttribute,
    ChangePassword: ownAccount.changePassword,
    GlobalSignOut: ownAccount.globalSignOut,
    DeleteUser: ownAccount.deleteUser,
  }),
);

/** Operations that AWS credentials must sign. */
export const signedOperations: ReadonlyMap<string, Operation> = new Map(
  Object.entries({
    AdminInitiateAuth: signIn.adminInitiateAuth,
    AdminRespondToAuthChallenge: signIn.adminRespondToAuthChallenge,
    AdminCreateUser: adminUsers.adminCreateUser,
    AdminSetUserPassword: adminUsers.adminSetUserPassword,
    AdminGetUser: adminUsers.adminGetUser,
    AdminUpdateUserAttributes: adminUsers.adminUpdateUserAttributes,
    AdminDeleteUser: adminUsers.adminDeleteUser,
    AdminConfirmSignUp: adminUsers.adminConfirmSignUp,
    AdminEnableUser: adminUsers.adminEnableUser,
    AdminDisableUser: adminUsers.adminDisableUser,
    AdminUserGlobalSignOut: adminUsers.adminUserGlobalSignOut,
    AdminAddUserToGroup: groups.adminAddUserToGroup,
    AdminRemoveUserFromGroup: groups.adminRemoveUserFromGroup,
    AdminListGroupsForUser: groups.adminListGroupsForUser,
    ListGroups: groups.listGroups,
    ListUsersInGroup: groups.listUsersInGroup,
    ListUsers: listUsers,
    DescribeUserPool: describe.describeUserPool,
    DescribeUserPoolClient: describe.describeUserPoolClient,
    ListUserPoolClients: describe.listUserPoolClients,
  }),
);
