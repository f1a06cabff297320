import { describe, expect, it } from 'vitest';
import { type Changes, describeActor, keyPath, restoreChanges } from './history';

describe('restoreChanges', () => {
  it('goes from the newest value to the one before the oldest change', () => {
    const rows: { changes: Changes }[] = [
      { changes: { 'user_metadata.plan': { before: 'pro', after: 'team' } } },
      {
        changes: {
          'user_metadata.plan': { before: 'free', after: 'pro' },
          name: { before: 'A', after: 'B' },
        },
      },
    ];
    expect(restoreChanges(rows)).toEqual({
      'user_metadata.plan': { before: 'team', after: 'free' },
      name: { before: 'B', after: 'A' },
    });
  });

  it('takes out what was added and brings back what was removed', () => {
    const rows = [{ changes: { 'app_metadata.new': { after: 1 }, 'app_metadata.old': { before: 2 } } }];
    expect(restoreChanges(rows)).toEqual({
      'app_metadata.new': { before: 1 },
      'app_metadata.old': { after: 2 },
    });
  });

  it('leaves out what ends as it is, and passwords', () => {
    const rows: { changes: Changes }[] = [
      { changes: { name: { before: 'B', after: 'A' } } },
      { changes: { name: { before: 'A', after: 'B' }, password: {} } },
    ];
    expect(restoreChanges(rows)).toEqual({});
  });

  it('keeps a value that was absent in between', () => {
    const rows = [{ changes: { name: { before: 'A' } } }, { changes: { name: { after: 'A' } } }];
    expect(restoreChanges(rows)).toEqual({});
  });
});

describe('describeActor', () => {
  const names = { users: { 'auth0|1': 'Ada' }, clients: {} };

  it('says the name where it is known and the id where not', () => {
    expect(describeActor({ type: 'admin', userId: 'auth0|1' }, names)).toEqual({
      name: 'Ada',
      href: '/console/users/auth0%7C1',
    });
    expect(describeActor({ type: 'client', clientId: 'abc' }, names).name).toBe('abc');
  });

  it('names a rule with its version', () => {
    const actor = {
      type: 'rule',
      ruleId: 'rul_1',
      ruleName: 'Plan',
      ruleVersion: 3,
      loginId: 'l',
      userId: 'u',
    } as const;
    expect(describeActor(actor, names).name).toBe('Rule Plan (version 3)');
  });

  it('names Actions with their versions', () => {
    const one = { id: 'a', name: 'Plan', version: 3 };
    const actor = (actions: (typeof one)[]) =>
      ({ type: 'action', actions, loginId: 'l', userId: 'u' }) as const;
    expect(describeActor(actor([one]), names).name).toBe('Action Plan (version 3)');
    const two = [one, { id: 'b', name: 'Roles', version: 1 }];
    expect(describeActor(actor(two), names).name).toBe('Actions Plan (version 3), Roles (version 1)');
  });
});

it('keeps the dot of a bag apart from dots that a key may not hold', () => {
  expect(keyPath('user_metadata.plan')).toEqual(['user_metadata', 'plan']);
  expect(keyPath('email')).toEqual(['email']);
});
