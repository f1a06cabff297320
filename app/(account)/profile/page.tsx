import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { OwnFactors } from '@/components/factors/own-factors';
import { OwnMetadata } from '@/components/profile/own-metadata';
import { ProfileFacts } from '@/components/profile/profile-facts';
import { Avatar } from '@/components/ui/avatar';
import { displayName } from '@/components/users/user-names';
import { listOwnFactors } from '@/lib/factors';
import { requireUser } from '@/lib/http/page';
import { getUser } from '@/lib/users';
import {
  beginFactorAction,
  confirmFactorAction,
  newRecoveryCodeAction,
  removeFactorsAction,
  saveOwnMetadataAction,
} from './actions';

export const metadata: Metadata = { title: 'My profile' };

export default async function ProfilePage() {
  const ctx = await requireUser('/profile');
  if (ctx.actor.type !== 'self') redirect('/');
  const current = await getUser(ctx, ctx.actor.userId);
  const name = displayName(current.user);
  return (
    <>
      <header className="mb-6 flex items-center gap-4">
        <Avatar name={name} picture={current.user.picture} size="lg" />
        <div className="min-w-0">
          <h1 className="text-xl font-semibold tracking-tight wrap-anywhere">{name}</h1>
          {current.user.email && current.user.email !== name ? (
            <p className="text-muted wrap-anywhere">{current.user.email}</p>
          ) : null}
        </div>
      </header>
      <div className="flex flex-col gap-5">
        <OwnMetadata current={current} save={saveOwnMetadataAction} />
        <OwnFactors
          factors={await listOwnFactors(ctx)}
          actions={{
            begin: beginFactorAction,
            confirm: confirmFactorAction,
            remove: removeFactorsAction,
            renew: newRecoveryCodeAction,
          }}
        />
        <ProfileFacts user={current.user} />
      </div>
    </>
  );
}
