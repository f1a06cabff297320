import { expect, it } from 'vitest';
import { PreconditionFailed } from '@/lib/errors';
import { testDatabase } from '@/lib/testing';
import { createAction, listBindings, updateBindings } from '.';

const database = testDatabase();

it('refuses a change that was made on other bindings than those that are there, and keeps them', async () => {
  const ctx = database.context();
  const make = async (name: string) => {
    const code = 'exports.onExecutePostLogin = async () => {};';
    const made = await createAction(ctx, {
      name,
      code,
      supported_triggers: [{ id: 'post-login' }],
      deploy: true,
    });
    return made.id;
  };
  const [first, second] = [await make('First'), await make('Second')];
  const bind = (ids: string[], expected: string[]) =>
    updateBindings(
      ctx,
      'post-login',
      { bindings: ids.map((value) => ({ ref: { type: 'action_id', value } })) },
      { expected },
    );
  await bind([first], []);
  await expect(bind([second], [])).rejects.toBeInstanceOf(PreconditionFailed);
  await bind([second, first], [first]);
  await expect(bind([first, second], [first, second])).rejects.toBeInstanceOf(PreconditionFailed);
  const { items } = await listBindings(ctx, 'post-login', { page: 0, perPage: 20 });
  expect(items.map(({ action }) => action.id)).toEqual([second, first]);
});
