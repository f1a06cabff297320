import { action } from '@/lib/http/action';
import { jsonPost } from '@/lib/http/json-post';
import { adminContext } from '@/lib/http/session';
import { listSignIns } from '@/lib/sign-ins';
import { signInFilter } from '@/lib/sign-ins/schemas';

/** The newest sign-ins, which the log asks for every few seconds. */
export const POST = jsonPost(
  action({ name: 'latest sign-ins', schema: signInFilter, guard: adminContext, handle: listSignIns }),
);
