import { beforeAll, expect, it } from 'vitest';
import { managementScopes, selfScopes } from '@/lib/access';
import type { Actor, Context } from '@/lib/context';
import { Forbidden } from '@/lib/errors';
import { api } from '@/lib/http/oidc/scenario.fixture';
import {
  addUserPermissions,
  assignRoles,
  assignUsers,
  createRole,
  removeRoles,
  removeUserPermissions,
} from '@/lib/roles';
import { deleteUserRefreshTokens, deleteUserSessions, revokeUserAccess } from '@/lib/sessions';
import { grantAdmin } from '@/lib/setup';
import { testDatabase } from '@/lib/testing';
import { createPasswordTicket, createVerificationTicket } from '@/lib/tickets';
import {
  deleteUser,
  liftUserBlocks,
  linkIdentity,
  restoreUser,
  type UserView,
  unlinkIdentity,
  updateUser,
} from '@/lib/users';
import { makeTenant } from './tenant.fixture';

const database = testDatabase();
let target: { plain: UserView; admin: UserView };
let other: UserView;
let roleId: string;
let actors: Record<string, Actor>;

beforeAll(async () => {
  const tenant = await makeTenant(database);
  const make = async () => {
    const user = await tenant.makeUser();
    const linked = await tenant.makeUser();
    await linkIdentity(tenant.ctx, user.user_id, { userId: linked.user_id });
    const email = `renamed-${user.email}`;
    await updateUser(tenant.ctx, user.user_id, { email }, { metadata: 'merge' });
    const wrong = { grant_type: 'password', username: email, password: 'wrong' };
    await Promise.all(Array.from({ length: 11 }, () => tenant.token(wrong)));
    return user;
  };
  target = { plain: await make(), admin: await make() };
  other = await tenant.makeUser();
  await grantAdmin(tenant.ctx, target.admin.user_id);
  roleId = (await createRole(tenant.ctx, { name: 'Editor' })).id;
  const run = { loginId: 'l', userId: target.plain.user_id };
  actors = {
    'an administrator': { type: 'admin', userId: other.user_id, scopes: managementScopes },
    'an administrator without scopes': { type: 'admin', userId: other.user_id, scopes: [] },
    'a machine': { type: 'client', clientId: 'c', scopes: managementScopes },
    'a machine with the scopes of people': { type: 'client', clientId: 'c', scopes: selfScopes },
    'a machine that only reads': { type: 'client', clientId: 'c', scopes: ['read:users', 'read:roles'] },
    'the person': { type: 'self', userId: target.plain.user_id, scopes: selfScopes },
    'the person with every scope': {
      type: 'self',
      userId: target.plain.user_id,
      scopes: [...managementScopes, ...selfScopes],
    },
    'somebody else': { type: 'self', userId: other.user_id, scopes: selfScopes },
    'a rule': { type: 'rule', ruleId: 'rul_1', ruleName: 'r', ruleVersion: 1, ...run },
    'an Action': { type: 'action', actions: [], ...run },
    'a job': { type: 'job', jobId: 'job_1', kind: 'users_import' },
    'whatever is not known': { type: 'ghost', scopes: managementScopes } as unknown as Actor,
  };
});

/** What can be done to a user beside writing their fields, by the verb behind each route. */
const verbs: Record<string, (ctx: Context, user: UserView) => Promise<unknown>> = {
  'link an account': (ctx, user) => linkIdentity(ctx, user.user_id, { userId: other.user_id }),
  'be linked to another': (ctx, user) => linkIdentity(ctx, other.user_id, { userId: user.user_id }),
  'unlink an account': async (ctx, user) => {
    const [linked] = await database.sql<{ id: string }[]>`
      select identity_user_id as id from identities where user_id = ${user.user_id} and position = 1`;
    await unlinkIdentity(ctx, user.user_id, { provider: 'auth0', identityUserId: linked?.id ?? '' });
  },
  'give a role': (ctx, user) => assignRoles(ctx, user.user_id, { roles: [roleId] }),
  'give a role, by the role': (ctx, user) => assignUsers(ctx, roleId, { users: [user.user_id] }),
  'take a role': (ctx, user) => removeRoles(ctx, user.user_id, { roles: [roleId] }),
  'give a permission': (ctx, user) =>
    addUserPermissions(ctx, user.user_id, {
      permissions: [{ resource_server_identifier: api, permission_name: 'read:orders' }],
    }),
  'take a permission': (ctx, user) =>
    removeUserPermissions(ctx, user.user_id, {
      permissions: [{ resource_server_identifier: api, permission_name: 'read:orders' }],
    }),
  'end the sessions': (ctx, user) => deleteUserSessions(ctx, user.user_id),
  'end the refresh tokens': (ctx, user) => deleteUserRefreshTokens(ctx, user.user_id),
  'revoke all access': (ctx, user) => revokeUserAccess(ctx, user.user_id, {}),
  'lift the blocks': (ctx, user) => liftUserBlocks(ctx, { userId: user.user_id }),
  'make a password ticket': (ctx, user) => createPasswordTicket(ctx, { user_id: user.user_id }),
  'make a verification ticket': (ctx, user) => createVerificationTicket(ctx, { user_id: user.user_id }),
  'restore a version': (ctx, user) => restoreUser(ctx, user.user_id, 1),
  'delete the user': (ctx, user) => deleteUser(ctx, user.user_id),
};

class Undone extends Error {}

/** Whether the verb does its work; nothing of it stays. Any refusal but Forbidden fails the test. */
async function does(actor: Actor, work: (ctx: Context) => Promise<unknown>): Promise<boolean> {
  try {
    await database.db.transaction(async (tx) => {
      await work({ ...database.context(actor), db: tx });
      throw new Undone();
    });
  } catch (error) {
    if (error instanceof Undone) return true;
    if (error instanceof Forbidden) return false;
    throw error;
  }
  return false;
}

/** Of these verbs a machine with every scope may do those only to people who administer nothing. */
const onlyToOthers = new Set([
  'link an account',
  'be linked to another',
  'unlink an account',
  'lift the blocks',
  'make a password ticket',
  'make a verification ticket',
  'restore a version',
  'delete the user',
]);

const ofTheirOwn = new Set(['unlink an account', 'delete the user']);
/** A job acts for the machine or administrator who made it, and writes what an import may. */
const byJobs = new Set(['lift the blocks', 'restore a version']);

it.each(Object.keys(verbs))('who may %s', async (name) => {
  const verb = verbs[name];
  const allowed: string[] = [];
  for (const [who, actor] of Object.entries(actors)) {
    for (const [kind, user] of Object.entries(target)) {
      if (verb && (await does(actor, (ctx) => verb(ctx, user)))) allowed.push(`${who}: ${kind}`);
    }
  }
  const machine = onlyToOthers.has(name) ? ['a machine: plain'] : ['a machine: plain', 'a machine: admin'];
  const person = ofTheirOwn.has(name) ? ['the person: plain', 'the person with every scope: plain'] : [];
  const job = byJobs.has(name) ? ['a job: plain'] : [];
  expect(allowed).toEqual([
    'an administrator: plain',
    'an administrator: admin',
    ...machine,
    ...person,
    ...job,
  ]);
});
