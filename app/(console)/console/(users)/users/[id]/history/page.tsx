import type { Metadata } from 'next';
import { ButtonLink } from '@/components/ui/button-link';
import { describeActor } from '@/components/users/history';
import { HistoryList } from '@/components/users/history-list';
import { UserActions } from '@/components/users/user-actions';
import { UserHeader } from '@/components/users/user-header';
import { userPath } from '@/components/users/user-names';
import { actorNames } from '@/lib/http/actor-names';
import { orNotFound, requireAdmin } from '@/lib/http/page';
import { pathId } from '@/lib/http/path-id';
import { isAdmin } from '@/lib/setup';
import { getUser, listUserVersions } from '@/lib/users';
import {
  changePasswordAction,
  deleteUserAction,
  previewRestoreAction,
  restoreUserAction,
  setBlockedAction,
} from '../../../actions';

export const metadata: Metadata = { title: 'History' };

type Props = { params: Promise<{ id: string }>; searchParams: Promise<{ before?: string }> };

export default async function HistoryPage({ params, searchParams }: Props) {
  const userId = pathId((await params).id);
  const path = `${userPath(userId)}/history`;
  const ctx = await requireAdmin(path);
  const { user, version } = await orNotFound(getUser(ctx, userId));
  const before = Number((await searchParams).before) || undefined;
  const { versions, next } = await listUserVersions(ctx, userId, before ? { before } : {});
  const names = await actorNames(
    ctx,
    versions.map(({ actor }) => actor),
  );
  const entries = versions.map((row) => {
    const { name, href } = describeActor(row.actor, names);
    return { ...row, actor: name, actorHref: href };
  });
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
      <div className="max-w-3xl">
        <HistoryList
          userId={userId}
          current={version}
          entries={entries}
          preview={previewRestoreAction}
          restore={restoreUserAction}
        />
        {next || before ? (
          <nav aria-label="Pages of the history" className="mt-4 flex justify-between">
            {before ? (
              <ButtonLink variant="tertiary" href={path}>
                Newest
              </ButtonLink>
            ) : (
              <span />
            )}
            {next ? (
              <ButtonLink variant="tertiary" href={`${path}?before=${next}`}>
                Older
              </ButtonLink>
            ) : null}
          </nav>
        ) : null}
      </div>
    </>
  );
}
