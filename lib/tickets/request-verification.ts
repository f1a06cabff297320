import { authorize } from '@/lib/access';
import type { Context } from '@/lib/context';
import { parseInput } from '@/lib/input';
import { queueVerification } from '@/lib/mail';
import type { StoredJob } from '@/lib/queue';
import { assertClient, assertPrimary, invalid, readHolder } from './internal';
import { type VerificationEmailInput, verificationEmailInput } from './schemas';

/**
 * Has a verification mail sent to a user's address, verified already or not (`reference/management-api.md` 6). Gives
 * the job. Throws Invalid, NotFound.
 */
export async function requestVerification(ctx: Context, input: VerificationEmailInput): Promise<StoredJob> {
  authorize(ctx, 'update:users');
  const { user_id, client_id, identity } = parseInput(verificationEmailInput, input);
  const user = await readHolder(ctx, user_id);
  assertPrimary(user, identity);
  if (user.email === null) {
    throw invalid('The user has no e-mail address', 'user_id', 'operation_not_supported');
  }
  await assertClient(ctx, client_id);
  return queueVerification(ctx, user_id, { clientId: client_id });
}
