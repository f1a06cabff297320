import type { Metadata } from 'next';
import { ProfileCard } from '@/components/users/profile-card';
import { UserActions } from '@/components/users/user-actions';
import { UserBag } from '@/components/users/user-bag';
import { UserFactors } from '@/components/users/user-factors';
import { UserFacts } from '@/components/users/user-facts';
import { UserHeader } from '@/components/users/user-header';
import { displayName, userPath } from '@/components/users/user-names';
import { listFactors } from '@/lib/factors';
import { orNotFound, requireAdmin } from '@/lib/http/page';
import { pathId } from '@/lib/http/path-id';
import { isAdmin } from '@/lib/setup';
import { getUser } from '@/lib/users';
import {
  changePasswordAction,
  deleteUserAction,
  resetFactorsAction,
  saveMetadataAction,
  saveProfileAction,
  setBlockedAction,
} from '../../actions';

export const metadata: Metadata = { title: 'User' };

type Props = { params: Promise<{ id: string }> };

export default async function UserPage({ params }: Props) {
  const userId = pathId((await params).id);
  const ctx = await requireAdmin(userPath(userId));
  const current = await orNotFound(getUser(ctx, userId));
  const { user, version } = current;
  const actions = (
    <UserActions
      user={user}
      isSelf={ctx.actor.type === 'admin' && ctx.actor.userId === userId}
      setBlocked={setBlockedAction}
      changePassword={changePasswordAction}
      remove={deleteUserAction}
    />
  );
  return (
    <>
      <UserHeader user={user} isAdmin={await isAdmin(ctx, userId)} actions={actions} />
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_18rem]">
        <div className="flex min-w-0 flex-col gap-5">
          <ProfileCard current={current} save={saveProfileAction} />
          <UserBag bag="user_metadata" current={current} save={saveMetadataAction} />
          <UserBag bag="app_metadata" current={current} save={saveMetadataAction} />
        </div>
        <div className="flex min-w-0 flex-col gap-5">
          <UserFacts user={user} version={version} />
          <UserFactors
            userId={userId}
            name={displayName(user)}
            factors={await listFactors(ctx, userId, 'read:users')}
            reset={resetFactorsAction}
          />
        </div>
      </div>
    </>
  );
}
