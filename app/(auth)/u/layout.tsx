import type { ReactNode } from 'react';
import { AuthFrame } from '@/components/auth/auth-frame';
import { brandOf } from '@/components/auth/brand';
import { visitorContext } from '@/lib/http/surroundings';
import { tenantSettings } from '@/lib/settings';

/** The sign-in pages, as the tenant's: its settings are in memory, so no statement is made for them. */
export default async function AuthLayout({ children }: { children: ReactNode }) {
  return <AuthFrame brand={brandOf(await tenantSettings(await visitorContext()))}>{children}</AuthFrame>;
}
