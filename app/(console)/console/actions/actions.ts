'use server';

import { z } from 'zod';
import { describeActor } from '@/components/users/history';
import {
  bindAction,
  createAction,
  deleteAction,
  deployVersion,
  getAction,
  listDeployments,
  setActionSecret,
  updateAction,
  updateBindings,
} from '@/lib/actions';
import { actionName, createActionInput, setSecretInput, updateActionInput } from '@/lib/actions/schemas';
import { withTransaction } from '@/lib/context';
import { action } from '@/lib/http/action';
import { actorNames } from '@/lib/http/actor-names';
import { adminContext } from '@/lib/http/session';
import { createActionTest, deleteActionTest, deployTestedAction, updateActionTest } from '@/lib/trials';
import { actionTestInput } from '@/lib/trials/schemas';

const id = z.string().min(1).max(100);

export const createActionAction = action({
  name: 'create Action',
  schema: createActionInput.pick({ name: true, code: true }).extend({
    trigger: z.string().max(100),
    test: actionTestInput.optional(),
  }),
  guard: adminContext,
  handle: (ctx, { trigger, test, ...input }) =>
    withTransaction(ctx, async (tx) => {
      const { id } = await createAction(tx, { ...input, supported_triggers: [{ id: trigger }] });
      if (test) await createActionTest(tx, id, test);
      return { id };
    }),
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

export const bindActionAction = action({
  name: 'bind Action',
  schema: z.strictObject({ id, trigger: z.string().max(100), isBound: z.boolean() }),
  guard: adminContext,
  handle: async (ctx, { id, trigger, isBound }) => {
    await bindAction(ctx, trigger, { actionId: id, isBound });
    return null;
  },
});

export const saveActionAction = action({
  name: 'save Action',
  schema: z.strictObject({ id, patch: updateActionInput, expectedCode: z.string().optional() }),
  guard: adminContext,
  handle: (ctx, { id, patch, expectedCode }) => updateAction(ctx, id, patch, { expectedCode }),
});

export const setActionSecretAction = action({
  name: 'set secret of Action',
  schema: setSecretInput.extend({ id }),
  guard: adminContext,
  handle: (ctx, { id, ...secret }) => setActionSecret(ctx, id, secret),
});

export const deployActionAction = action({
  name: 'deploy Action',
  schema: z.strictObject({ id, force: z.boolean(), expectedCode: z.string() }),
  guard: adminContext,
  handle: async (ctx, { id, ...options }) => {
    const { deployed } = await deployTestedAction(ctx, id, options);
    return { deployed, action: await getAction(ctx, id) };
  },
});

export const rollBackActionAction = action({
  name: 'roll back Action',
  schema: z.strictObject({ id, versionId: id }),
  guard: adminContext,
  handle: async (ctx, { id, versionId }) => {
    await deployVersion(ctx, id, versionId);
    return getAction(ctx, id);
  },
});

export const listActionVersionsAction = action({
  name: 'list versions of Action',
  schema: z.strictObject({ id }),
  guard: adminContext,
  handle: async (ctx, { id }) => {
    const deployments = await listDeployments(ctx, id);
    const names = await actorNames(
      ctx,
      deployments.flatMap(({ actor }) => actor ?? []),
    );
    return deployments.map(({ version, actor }) => ({
      ...version,
      ...(actor ? { by: describeActor(actor, names).name } : {}),
    }));
  },
});

export const createActionTestAction = action({
  name: 'create test of Action',
  schema: z.strictObject({ actionId: id, test: actionTestInput }),
  guard: adminContext,
  handle: (ctx, { actionId, test }) => createActionTest(ctx, actionId, test),
});

export const updateActionTestAction = action({
  name: 'update test of Action',
  schema: z.strictObject({ actionId: id, id, test: actionTestInput }),
  guard: adminContext,
  handle: (ctx, { actionId, id, test }) => updateActionTest(ctx, actionId, id, test),
});

export const deleteActionTestAction = action({
  name: 'delete test of Action',
  schema: z.strictObject({ actionId: id, id }),
  guard: adminContext,
  handle: async (ctx, { actionId, id }) => {
    await deleteActionTest(ctx, actionId, id);
    return null;
  },
});
