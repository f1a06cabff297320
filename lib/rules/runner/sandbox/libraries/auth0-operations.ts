import type { ManagementOperation } from '../../types';

type Bag = Record<string, unknown>;

/** A call of the Management API. `own`: what the server does for it by itself, under the right of a rule. */
export type Operation = { method: string; path: string; own?: ManagementOperation | undefined };

/**
 * Methods of ManagementClient, by all names that versions 2 to 7 of the package have for them, in the order of those
 * versions. In 2 and 3 the parameters of the path are members of the first argument, in 4 too, later arguments each.
 */
const table: readonly (readonly [names: string, call: string, own?: ManagementOperation])[] = [
  ['getUser users.get', 'GET /users/:id', 'getUser'],
  ['getUsers users.getAll users.list', 'GET /users', 'getUsers'],
  [
    'getUsersByEmail users.getByEmail usersByEmail.getByEmail users.listUsersByEmail',
    'GET /users-by-email',
    'getUsersByEmail',
  ],
  ['createUser users.create', 'POST /users'],
  ['updateUser users.update', 'PATCH /users/:id', 'updateUser'],
  ['deleteUser users.delete', 'DELETE /users/:id'],
  ['linkUsers users.link users.identities.link', 'POST /users/:id/identities', 'linkUsers'],
  [
    'unlinkUsers users.unlink users.identities.delete',
    'DELETE /users/:id/identities/:provider/:user_id',
    'unlinkUsers',
  ],
  ['getUserRoles users.getRoles users.roles.list', 'GET /users/:id/roles', 'getUserRoles'],
  ['assignRolestoUser users.assignRoles users.roles.assign', 'POST /users/:id/roles', 'assignRoles'],
  [
    'removeRolesFromUser users.removeRoles users.deleteRoles users.roles.delete',
    'DELETE /users/:id/roles',
    'removeRoles',
  ],
  ['getUserPermissions users.getPermissions users.permissions.list', 'GET /users/:id/permissions'],
  ['assignPermissionsToUser users.assignPermissions users.permissions.create', 'POST /users/:id/permissions'],
  [
    'removePermissionsFromUser users.removePermissions users.deletePermissions users.permissions.delete',
    'DELETE /users/:id/permissions',
  ],
  ['getUserLogs users.getLogs users.logs.list', 'GET /users/:id/logs'],
  ['users.getUserOrganizations users.organizations.list', 'GET /users/:id/organizations'],
  ['getGuardianEnrollments users.getEnrollments users.enrollments.get', 'GET /users/:id/enrollments'],
  [
    'users.getAuthenticationMethods users.authenticationMethods.list',
    'GET /users/:id/authentication-methods',
  ],
  [
    'deleteUserMultifactor users.deleteMultifactorProvider users.multifactor.deleteProvider',
    'DELETE /users/:id/multifactor/:provider',
  ],
  [
    'invalidateRememberBrowser users.invalidateRememberBrowser users.multifactor.invalidateRememberBrowser',
    'POST /users/:id/multifactor/actions/invalidate-remember-browser',
  ],
  ['getRoles roles.getAll roles.list', 'GET /roles'],
  ['getRole roles.get', 'GET /roles/:id'],
  ['createRole roles.create', 'POST /roles'],
  ['getUsersInRole roles.getUsers roles.users.list', 'GET /roles/:id/users'],
  ['assignUsersToRole roles.assignUsers roles.users.assign', 'POST /roles/:id/users'],
  ['getPermissionsInRole roles.getPermissions roles.permissions.list', 'GET /roles/:id/permissions'],
  ['organizations.getAll organizations.list', 'GET /organizations'],
  ['organizations.getByID organizations.get', 'GET /organizations/:id'],
  ['organizations.getByName', 'GET /organizations/name/:name'],
  ['organizations.create', 'POST /organizations'],
  ['organizations.update', 'PATCH /organizations/:id'],
  ['organizations.getMembers organizations.members.list', 'GET /organizations/:id/members'],
  ['organizations.addMembers organizations.members.create', 'POST /organizations/:id/members'],
  [
    'organizations.removeMembers organizations.deleteMembers organizations.members.delete',
    'DELETE /organizations/:id/members',
  ],
  [
    'organizations.getMemberRoles organizations.members.roles.list',
    'GET /organizations/:id/members/:user_id/roles',
  ],
  [
    'organizations.addMemberRoles organizations.members.roles.assign',
    'POST /organizations/:id/members/:user_id/roles',
  ],
  [
    'organizations.removeMemberRoles organizations.deleteMemberRoles organizations.members.roles.delete',
    'DELETE /organizations/:id/members/:user_id/roles',
  ],
  ['organizations.createInvitation organizations.invitations.create', 'POST /organizations/:id/invitations'],
  ['sendEmailVerification jobs.verifyEmail jobs.verificationEmail.create', 'POST /jobs/verification-email'],
  ['createPasswordChangeTicket tickets.changePassword', 'POST /tickets/password-change'],
  ['createEmailVerificationTicket tickets.verifyEmail', 'POST /tickets/email-verification'],
  ['getClients clients.getAll clients.list', 'GET /clients'],
  ['getClient clients.get', 'GET /clients/:client_id'],
  ['getConnections connections.getAll connections.list', 'GET /connections'],
  ['getConnection connections.get', 'GET /connections/:id'],
  ['getLogs logs.getAll logs.list', 'GET /logs'],
];

/** Each method with its name, dots where it belongs to a part of the client. */
export const operations: readonly (readonly [name: string, Operation])[] = table.flatMap(
  ([names, call, own]) => {
    const [method = '', path = ''] = call.split(' ');
    return names.split(' ').map((name) => [name, { method, path, own }] as const);
  },
);

export type ReadCall = { params: Record<string, string>; query: Bag; body: unknown };

const isBag = (value: unknown): value is Bag => typeof value === 'object' && value !== null;

/** What the parameter is called in the first argument. */
const spellings = (name: string): string[] =>
  name === 'id' ? ['id', 'user_id', 'organization_id'] : [name, 'id'];

/** What a script has passed to a method, in the form of whichever version. Throws a TypeError where an id is missing. */
export function readCall(args: readonly unknown[], { method, path }: Operation): ReadCall {
  const given = args.filter((value) => typeof value !== 'function');
  const names = [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => name);
  const params: Record<string, string> = {};
  const query: Bag = {};
  const named = names.length > 0 && isBag(given[0]) ? { ...Object(given.shift()) } : undefined;
  for (const name of names) {
    const key = spellings(name).find((each) => named?.[each] !== undefined) ?? name;
    const value: unknown = named ? named[key] : given.shift();
    if (value === undefined || value === null || value === '')
      throw new TypeError(`ManagementClient needs the ${name} of ${method} ${path}.`);
    params[name] = String(value);
    if (named) delete named[key];
  }
  if (method !== 'GET') return { params, query, body: given.shift() };
  const [next] = given;
  Object.assign(query, named, typeof next === 'string' ? { email: next } : next);
  return { params, query, body: undefined };
}

/** The arguments of what the server does by itself. */
export function ownArgs(own: ManagementOperation, { params, query, body }: ReadCall): Bag {
  switch (own) {
    case 'getUsers':
    case 'getUsersByEmail':
      return query;
    case 'updateUser':
      return { ...params, patch: Object(body) };
    case 'linkUsers':
      return { ...params, body: Object(body) };
    case 'assignRoles':
    case 'removeRoles':
      return { ...params, roles: Object(body).roles };
    default:
      return params;
  }
}

/** The address under that of the API, with its query. */
export function addressOf({ path }: Operation, { params, query }: ReadCall): string {
  const filled = path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  const search = Object.entries(query)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`)
    .join('&');
  return search === '' ? filled : `${filled}?${search}`;
}
