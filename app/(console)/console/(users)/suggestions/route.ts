import { z } from 'zod';
import { action } from '@/lib/http/action';
import { adminContext } from '@/lib/http/session';
import { fieldBags } from '@/lib/search/schemas';
import { listMetadataKeys, listMetadataValues } from '@/lib/users';

const prefix = z.string().max(200);
const lookup = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('keys'), bag: z.enum(fieldBags), prefix }),
  z.strictObject({ kind: z.literal('values'), path: z.string().max(500), prefix }),
]);

const observe = action({
  name: 'observe metadata',
  schema: z.strictObject({ lookups: z.array(lookup).max(2 * fieldBags.length) }),
  guard: adminContext,
  handle: (ctx, { lookups }) =>
    Promise.all(
      lookups.map((each) =>
        each.kind === 'keys' ? listMetadataKeys(ctx, each) : listMetadataValues(ctx, each),
      ),
    ),
});

/** Keys and values for the search box. On its own path, because a question may be given up while it is asked. */
export async function POST(request: Request): Promise<Response> {
  return Response.json(await observe(await request.json().catch(() => null)));
}
