import { describe, expect, it } from 'vitest';
import { managementScopes, mfaScopes, selfScopes } from '@/lib/access';
import type { Actor } from '@/lib/context';
import { Forbidden } from '@/lib/errors';
import {
  assertReadable,
  assertWritable,
  mayChangeFactors,
  mayDelete,
  type WritableField,
  writableFields,
} from './gate';

const profile: WritableField[] = ['name', 'nickname', 'given_name', 'family_name', 'picture'];
const account: WritableField[] = [
  'email',
  'email_verified',
  'username',
  'phone_number',
  'phone_verified',
  'password',
  'blocked',
];
const bags: WritableField[] = ['user_metadata', 'app_metadata'];
const all = [...profile, ...account, ...bags];

const ada = { userId: 'auth0|ada', isAdmin: false };
const root = { userId: 'auth0|root', isAdmin: true };
const rule: Actor = {
  type: 'rule',
  ruleId: 'rul_1',
  ruleName: 'r',
  ruleVersion: 1,
  loginId: 'l',
  userId: ada.userId,
};
const action: Actor = {
  type: 'action',
  actions: [{ id: 'a', name: 'n', version: 1 }],
  loginId: 'l',
  userId: ada.userId,
};
const client = (...scopes: string[]): Actor => ({ type: 'client', clientId: 'c', scopes });
const self = (userId: string, scopes: readonly string[] = selfScopes): Actor => ({
  type: 'self',
  userId,
  scopes,
});

/** Actor by target: every field that may be written, and nothing else. */
const table: [string, Actor, { userId: string; isAdmin: boolean }, WritableField[]][] = [
  ['an administrator writes everything', { type: 'admin', userId: 'a', scopes: managementScopes }, ada, all],
  [
    'an administrator writes another one',
    { type: 'admin', userId: 'a', scopes: managementScopes },
    root,
    all,
  ],
  [
    'an administrator without the scope writes nothing',
    { type: 'admin', userId: 'a', scopes: ['read:users'] },
    ada,
    [],
  ],
  ['a client with update:users', client('update:users'), ada, all],
  ['a client never takes over an administrator', client('update:users'), root, [...profile, ...bags]],
  ['a client with update:users_app_metadata', client('update:users_app_metadata'), ada, ['app_metadata']],
  ['a client that may only read', client('read:users', 'create:users', 'delete:users'), ada, []],
  ['a client with a made-up scope', client('update:everything', '*', 'update:users '), ada, []],
  ['a client with a user scope', client('update:current_user_metadata'), ada, []],
  ['a user writes their own user_metadata', self(ada.userId), ada, ['user_metadata']],
  ['a user writes nobody else', self('auth0|eve'), ada, []],
  ['a user without the scope', self(ada.userId, ['read:current_user', 'openid']), ada, []],
  ['a user who claims management scopes', self(ada.userId, managementScopes), ada, []],
  ['a rule writes both bags', rule, ada, bags],
  ['an Action writes both bags', action, ada, bags],
  ['an Action writes both bags of an administrator and no more', action, root, bags],
  ['a rule writes both bags of an administrator and no more', rule, root, bags],
  ['a job', { type: 'job', jobId: 'j', kind: 'import' }, ada, all],
  [
    'a job never takes over an administrator',
    { type: 'job', jobId: 'j', kind: 'import' },
    root,
    [...profile, ...bags],
  ],
  ['an actor of an unknown kind', { type: 'ghost', scopes: managementScopes } as unknown as Actor, ada, []],
];

describe('the write gate', () => {
  it.each(table)('%s', (_, actor, target, expected) => {
    expect([...writableFields(actor, target)].sort()).toEqual([...expected].sort());
  });

  it('refuses a patch with one field too many as a whole, naming it', () => {
    expect(() => assertWritable(self(ada.userId), ada, ['user_metadata', 'app_metadata'])).toThrow(
      /app_metadata/,
    );
    expect(() => assertWritable(self(ada.userId), ada, ['user_metadata'])).not.toThrow();
  });
});

describe('reading and deleting', () => {
  it('lets a user read themselves only', () => {
    expect(() => assertReadable(self(ada.userId), ada.userId)).not.toThrow();
    expect(() => assertReadable(self(ada.userId), root.userId)).toThrow(Forbidden);
    expect(() => assertReadable(self(ada.userId, ['openid']), ada.userId)).toThrow(Forbidden);
  });

  it('keeps administrators from being deleted by machines', () => {
    expect(mayDelete(client('delete:users'), ada)).toBe(true);
    expect(mayDelete(client('delete:users'), root)).toBe(false);
    expect(mayDelete(client('update:users'), ada)).toBe(false);
    expect(mayDelete(rule, ada)).toBe(false);
    expect(mayDelete(action, ada)).toBe(false);
  });

  it('lets a user delete themselves with the scope for it, and nobody else', () => {
    expect(mayDelete(self(ada.userId), ada)).toBe(true);
    expect(mayDelete(self(ada.userId), { userId: 'auth0|eve', isAdmin: false })).toBe(false);
    expect(mayDelete(self(ada.userId, ['read:current_user', 'delete:users']), ada)).toBe(false);
    expect(mayDelete(self(root.userId), root)).toBe(false);
  });
});

describe('second factors', () => {
  it('of oneself are changed by a token of the MFA API alone, and never those of an administrator', () => {
    expect(mayChangeFactors(self(ada.userId, mfaScopes), ada)).toBe(true);
    expect(mayChangeFactors(self(ada.userId, ['read:authenticators']), ada)).toBe(false);
    expect(mayChangeFactors(self(ada.userId), ada)).toBe(false);
    expect(mayChangeFactors(self('auth0|eve', mfaScopes), ada)).toBe(false);
    expect(mayChangeFactors(self(root.userId, mfaScopes), root)).toBe(false);
  });

  it('are changed by a machine for anybody but an administrator', () => {
    const machine = client('update:authentication_methods');
    expect([mayChangeFactors(machine, ada), mayChangeFactors(machine, root)]).toEqual([true, false]);
  });
});
