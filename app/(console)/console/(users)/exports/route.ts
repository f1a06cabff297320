import { z } from 'zod';
import { action } from '@/lib/http/action';
import { adminContext } from '@/lib/http/session';
import { listUsersExports } from '@/lib/jobs';

const list = action({
  name: 'list exports',
  schema: z.strictObject({}),
  guard: adminContext,
  handle: (ctx) => listUsersExports(ctx),
});

/** How the administrator's exports stand. On its own path, because it is asked every second while one runs. */
export async function POST(request: Request): Promise<Response> {
  return Response.json(await list(await request.json().catch(() => null)));
}
