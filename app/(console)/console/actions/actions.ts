'use server';

import { z } from 'zod';
import { createAction, deleteAction, updateBindings } from '@/lib/actions';
import { actionName, createActionInput } from '@/lib/actions/schemas';
import { action } from '@/lib/http/action';
import { adminContext } from '@/lib/http/session';

const id = z.string().min(1).max(100);

export const createActionAction = action({
  name: 'create Action',
  schema: createActionInput.pick({ name: true, code: true }).extend({ trigger: z.string().max(100) }),
  guard: adminContext,
  handle: async (ctx, { trigger, ...input }) => {
    const made = await createAction(ctx, { ...input, supported_triggers: [{ id: trigger }] });
    return { id: made.id };
  },
});

export const deleteActionAction = action({
  name: 'delete Action',
  schema: z.strictObject({ id }),
  guard: adminContext,
  handle: async (ctx, input) => {
    await deleteAction(ctx, input.id, { force: true });
    return null;
  },
});

export const saveBindingsAction = action({
  name: 'save bindings',
  schema: z.strictObject({
    trigger: z.string().max(100),
    bindings: z.array(z.strictObject({ id, name: actionName })).max(100),
    before: z.array(id).max(100),
  }),
  guard: adminContext,
  handle: async (ctx, { trigger, bindings, before }) => {
    const wanted = bindings.map((bound) => ({
      ref: { type: 'action_id' as const, value: bound.id },
      display_name: bound.name,
    }));
    await updateBindings(ctx, trigger, { bindings: wanted }, { expected: before });
    return null;
  },
});
