import { action } from '@/lib/http/action';
import { jsonPost } from '@/lib/http/json-post';
import { adminContext } from '@/lib/http/session';
import { testRule } from '@/lib/trials';
import { testRuleInput } from '@/lib/trials/schemas';

/** A test run, which takes seconds. */
export const POST = jsonPost(
  action({ name: 'test rule', schema: testRuleInput, guard: adminContext, handle: testRule }),
);
