import { eq } from 'drizzle-orm';
import { settings } from '@/db/schema';
import type { Context } from '@/lib/context';
import { type StoredSettings, storedSettings } from './schemas';

/** The one row of `settings` that holds them all. */
export const settingsKey = 'tenant';

/** What has been set so far. One statement. */
export async function loadSettings(ctx: Context): Promise<StoredSettings> {
  const [row] = await ctx.db
    .select({ value: settings.value })
    .from(settings)
    .where(eq(settings.key, settingsKey));
  return storedSettings.parse(row?.value ?? {});
}
