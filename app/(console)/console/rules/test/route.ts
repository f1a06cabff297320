import { env } from '@/lib/env';
import { action } from '@/lib/http/action';
import { adminContext } from '@/lib/http/session';
import { testRule } from '@/lib/trials';
import { testRuleInput } from '@/lib/trials/schemas';

const run = action({ name: 'test rule', schema: testRuleInput, guard: adminContext, handle: testRule });

/** A test run, on its own path because it takes seconds: server actions of one page wait for each other. */
export async function POST(request: Request): Promise<Response> {
  const isJson = request.headers.get('content-type')?.startsWith('application/json');
  if (request.headers.get('origin') !== env().ANNEX_URL || !isJson) {
    return new Response('Run tests with the button on the page.\n', { status: 403 });
  }
  return Response.json(await run(await request.json().catch(() => null)));
}
