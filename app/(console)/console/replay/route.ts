import { z } from 'zod';
import { action } from '@/lib/http/action';
import { jsonPost } from '@/lib/http/json-post';
import { adminContext } from '@/lib/http/session';
import { getReplay } from '@/lib/trials';

/** How far a replay is, which its page asks for every second. */
export const POST = jsonPost(
  action({
    name: 'get replay',
    schema: z.strictObject({ id: z.string().max(100) }),
    guard: adminContext,
    handle: (ctx, { id }) => getReplay(ctx, id),
  }),
);
