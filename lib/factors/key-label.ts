import type { Context } from '@/lib/context';
import { env } from '@/lib/env';
import { tenantSettings } from '@/lib/settings';
import type { StoredUser } from '@/lib/users';
import { qrSvg } from './qr';
import { totpUri } from './totp';

/** How an app names whose codes it shows. */
export const accountName = ({ email, username, name, userId }: StoredUser): string =>
  email ?? username ?? name ?? userId;

/** What an authenticator app reads: the key, under the names of this site and of the account. */
export async function keyUri(ctx: Context, secret: string, account: string): Promise<string> {
  const { friendlyName } = await tenantSettings(ctx);
  return totpUri(secret, { issuer: friendlyName ?? new URL(env().ANNEX_URL).host, label: account });
}

/** The same as a QR code, an SVG document. */
export async function keyQr(ctx: Context, secret: string, account: string): Promise<string> {
  return qrSvg(await keyUri(ctx, secret, account));
}
