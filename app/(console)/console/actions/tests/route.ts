import { z } from 'zod';
import { action } from '@/lib/http/action';
import { jsonPost } from '@/lib/http/json-post';
import { adminContext } from '@/lib/http/session';
import { runActionTests } from '@/lib/trials';
import { runActionTestsInput } from '@/lib/trials/schemas';

/** All saved tests of an Action, which take seconds. */
export const POST = jsonPost(
  action({
    name: 'run tests of Action',
    schema: runActionTestsInput.extend({ actionId: z.string().max(100) }),
    guard: adminContext,
    handle: (ctx, { actionId, ...input }) => runActionTests(ctx, actionId, input),
  }),
);
