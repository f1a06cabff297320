'use server';

import { z } from 'zod';
import { action } from '@/lib/http/action';
import { adminContext } from '@/lib/http/session';
import { cancelUsersExport, createUsersExport, usersExportInput } from '@/lib/jobs';
import {
  createSavedSearch,
  createSavedSearchInput,
  deleteSavedSearch,
  updateSavedSearch,
  updateSavedSearchInput,
} from '@/lib/saved-searches';

const id = z.string().min(1).max(40);

export const createSavedSearchAction = action({
  name: 'save search',
  schema: createSavedSearchInput,
  guard: adminContext,
  handle: createSavedSearch,
});

export const updateSavedSearchAction = action({
  name: 'change saved search',
  schema: z.strictObject({ id, expectedVersion: z.number().int(), patch: updateSavedSearchInput }),
  guard: adminContext,
  handle: (ctx, { id, expectedVersion, patch }) => updateSavedSearch(ctx, id, patch, { expectedVersion }),
});

export const deleteSavedSearchAction = action({
  name: 'delete saved search',
  schema: z.strictObject({ id }),
  guard: adminContext,
  handle: async (ctx, { id }) => {
    await deleteSavedSearch(ctx, id);
    return null;
  },
});

export const createExportAction = action({
  name: 'export users',
  schema: usersExportInput,
  guard: adminContext,
  handle: async (ctx, input) => ({ id: (await createUsersExport(ctx, input)).id }),
});

export const cancelExportAction = action({
  name: 'cancel export',
  schema: z.strictObject({ id }),
  guard: adminContext,
  handle: async (ctx, { id }) => {
    await cancelUsersExport(ctx, id);
    return null;
  },
});
