import { expect, it } from 'vitest';
import type { Context } from '@/lib/context';
import { Forbidden, Invalid, PreconditionFailed } from '@/lib/errors';
import { testDatabase } from '@/lib/testing';
import { bindAction, createAction, listBindings, updateBindings } from '.';

const database = testDatabase();

const all = { page: 0, perPage: 20 };

async function anAction(ctx: Context, name: string): Promise<string> {
  const code = 'exports.onExecutePostLogin = async () => {};';
  const made = await createAction(ctx, {
    name,
    code,
    supported_triggers: [{ id: 'post-login' }],
    deploy: true,
  });
  return made.id;
}

it('refuses a change that was made on other bindings than those that are there, and keeps them', async () => {
  const ctx = database.context();
  const [one, other] = [await anAction(ctx, 'First'), await anAction(ctx, 'Second')];
  const bind = (ids: string[], expected: string[]) =>
    updateBindings(
      ctx,
      'post-login',
      { bindings: ids.map((value) => ({ ref: { type: 'action_id', value } })) },
      { expected },
    );
  await bind([one], []);
  await expect(bind([other], [])).rejects.toBeInstanceOf(PreconditionFailed);
  await bind([other, one], [one]);
  await expect(bind([one, other], [one, other])).rejects.toBeInstanceOf(PreconditionFailed);
  const { items } = await listBindings(ctx, 'post-login', all);
  expect(items.map(({ action }) => action.id)).toEqual([other, one]);
});

it('binds one Action behind the others and takes it out, and leaves the others with their names', async () => {
  const ctx = database.context();
  const [one, other] = [await anAction(ctx, 'Third'), await anAction(ctx, 'Fourth')];
  await updateBindings(ctx, 'post-login', {
    bindings: [{ ref: { type: 'action_id', value: one }, display_name: 'Its own name' }],
  });
  const shown = async () => {
    const { items } = await listBindings(ctx, 'post-login', all);
    return items.map(({ display_name }) => display_name);
  };
  await bindAction(ctx, 'post-login', { actionId: other, isBound: true });
  await bindAction(ctx, 'post-login', { actionId: other, isBound: true });
  expect(await shown()).toEqual(['Its own name', 'Fourth']);
  await bindAction(ctx, 'post-login', { actionId: other, isBound: false });
  expect(await shown()).toEqual(['Its own name']);
});

it('binds no Action that is not there, and none without the right', async () => {
  const gone = { actionId: 'gone', isBound: true };
  await expect(bindAction(database.context(), 'post-login', gone)).rejects.toBeInstanceOf(Invalid);
  const reader = database.context({ type: 'client', clientId: 'c', scopes: ['read:actions'] });
  await expect(bindAction(reader, 'post-login', gone)).rejects.toBeInstanceOf(Forbidden);
});
