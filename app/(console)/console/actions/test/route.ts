import { action } from '@/lib/http/action';
import { jsonPost } from '@/lib/http/json-post';
import { adminContext } from '@/lib/http/session';
import { tryAction } from '@/lib/trials';
import { tryActionInput } from '@/lib/trials/schemas';

/** A test run at somebody's sign-in, which takes seconds. */
export const POST = jsonPost(
  action({
    name: 'test Action at a sign-in',
    schema: tryActionInput,
    guard: adminContext,
    handle: tryAction,
  }),
);
