import { z } from 'zod';
import { testAction } from '@/lib/actions';
import { createActionInput, testActionInput } from '@/lib/actions/schemas';
import { action } from '@/lib/http/action';
import { jsonPost } from '@/lib/http/json-post';
import { adminContext } from '@/lib/http/session';

/** A run of an Action's code on an event that somebody wrote, which takes seconds. */
export const POST = jsonPost(
  action({
    name: 'test Action',
    schema: testActionInput.extend({ id: z.string().max(100), code: createActionInput.shape.code }),
    guard: adminContext,
    handle: (ctx, { id, code, ...input }) => testAction(ctx, id, input, { code }),
  }),
);
