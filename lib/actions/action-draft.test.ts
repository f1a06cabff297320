import { describe, expect, it } from 'vitest';
import { Forbidden, Invalid, NotFound, PreconditionFailed } from '@/lib/errors';
import { testDatabase } from '@/lib/testing';
import { createAction, getAction, setActionSecret, updateAction } from '.';

const database = testDatabase();
const code = (says: string) => `exports.onExecutePostLogin = async () => { console.log('${says}'); };`;

async function anAction(name: string) {
  const ctx = database.context();
  const made = await createAction(ctx, {
    name,
    code: code('first'),
    supported_triggers: [{ id: 'post-login' }],
    secrets: [{ name: 'KEPT', value: 'kept' }],
  });
  return { ctx, id: made.id };
}

describe('the draft of an Action', () => {
  it('is not overwritten by somebody who began from other code, and tells them what it is', async () => {
    const { ctx, id } = await anAction('Two editors');
    await updateAction(ctx, id, { code: code('theirs') }, { expectedCode: code('first') });
    const late = updateAction(ctx, id, { code: code('mine') }, { expectedCode: code('first') });
    await expect(late).rejects.toBeInstanceOf(PreconditionFailed);
    await expect(late).rejects.toMatchObject({ data: { id, code: code('theirs') } });
    expect((await getAction(ctx, id)).code).toBe(code('theirs'));
  });

  it('keeps its code when something else of it is changed', async () => {
    const { ctx, id } = await anAction('Other parts');
    await updateAction(ctx, id, { dependencies: [{ name: 'lodash', version: 'latest' }] });
    await updateAction(ctx, id, { code: code('mine') }, { expectedCode: code('first') });
    const after = await getAction(ctx, id);
    expect(after).toMatchObject({ code: code('mine'), dependencies: [{ name: 'lodash' }] });
  });
});

describe('one secret of a draft', () => {
  it('is set and taken away, and the others stay', async () => {
    const { ctx, id } = await anAction('Secrets');
    const names = async () => (await getAction(ctx, id)).secrets.map(({ name }) => name);
    const shown = await setActionSecret(ctx, id, { name: 'NEW', value: 'never shown' });
    expect(JSON.stringify(shown)).not.toContain('never shown');
    expect(await names()).toEqual(['KEPT', 'NEW']);
    await setActionSecret(ctx, id, { name: 'NEW', value: null });
    expect(await names()).toEqual(['KEPT']);
  });

  it('is refused under a name that no code could read, for an Action that is gone, and without the right', async () => {
    const { ctx, id } = await anAction('Refusals');
    const set = { name: 'NEW', value: 'x' };
    await expect(setActionSecret(ctx, id, { ...set, name: 'a b' })).rejects.toBeInstanceOf(Invalid);
    await expect(setActionSecret(ctx, 'gone', set)).rejects.toBeInstanceOf(NotFound);
    const reader = database.context({ type: 'client', clientId: 'c', scopes: ['read:actions'] });
    await expect(setActionSecret(reader, id, set)).rejects.toBeInstanceOf(Forbidden);
  });
});
