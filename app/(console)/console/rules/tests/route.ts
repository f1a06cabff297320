import { z } from 'zod';
import { action } from '@/lib/http/action';
import { jsonPost } from '@/lib/http/json-post';
import { adminContext } from '@/lib/http/session';
import { runRuleTests } from '@/lib/trials';
import { runRuleTestsInput } from '@/lib/trials/schemas';

/** All saved tests of a rule, which take seconds. */
export const POST = jsonPost(
  action({
    name: 'run rule tests',
    schema: runRuleTestsInput.extend({ ruleId: z.string().max(100) }),
    guard: adminContext,
    handle: (ctx, { ruleId, ...input }) => runRuleTests(ctx, ruleId, input),
  }),
);
