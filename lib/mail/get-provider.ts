import { authorize } from '@/lib/access';
import type { Context } from '@/lib/context';
import { fetchProvider, findProvider, presentProvider } from './provider';
import type { ProviderState, ProviderView } from './schemas';

/** The provider without its secrets. Throws NotFound `inexistent_email_provider`. */
export async function getProvider(ctx: Context): Promise<ProviderView> {
  authorize(ctx, 'read:email_provider');
  return presentProvider(await fetchProvider(ctx));
}

/** What the console says of how mail leaves; null when it does not. */
export async function getProviderState(ctx: Context): Promise<ProviderState | null> {
  authorize(ctx, 'read:email_provider');
  const stored = await findProvider(ctx);
  return stored && { provider: presentProvider(stored), confirmed: stored.confirmed };
}
