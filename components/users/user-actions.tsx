'use client';

import { Button } from '@heroui/react/button';
import { Dropdown } from '@heroui/react/dropdown';
import { Label } from '@heroui/react/label';
import { toast } from '@heroui/react/toast';
import { Ban, CircleCheck, Ellipsis, KeyRound, Trash2 } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { Dialog } from '@/components/ui/dialog';
import { useAction } from '@/components/ui/use-action';
import type { Action } from '@/lib/http/schemas';
import type { UserView } from '@/lib/users/schemas';
import { ChangePasswordForm } from './change-password-form';
import { displayName } from './user-names';

export type UserActionSet = {
  setBlocked: Action<{ userId: string; blocked: boolean }, unknown>;
  changePassword: Action<{ userId: string; password: string }, unknown>;
  remove: Action<{ userId: string }, null>;
};

type UserActionsProps = UserActionSet & {
  user: UserView;
  /** The administrator's own account: not to be blocked or deleted by themselves. */
  isSelf: boolean;
};

/** What can be done with a user as a whole. */
export function UserActions({ user, isSelf, setBlocked, changePassword, remove }: UserActionsProps) {
  const router = useRouter();
  const [open, setOpen] = useState<'block' | 'delete' | 'password' | null>(null);
  const block = useAction(setBlocked);
  const del = useAction(remove);
  const name = displayName(user);
  const isBlocked = user.blocked === true;
  const close = (isOpen: boolean) => {
    if (isOpen) return;
    setOpen(null);
    block.reset();
    del.reset();
  };

  const toggleBlocked = async () => {
    const result = await block.run({ userId: user.user_id, blocked: !isBlocked });
    if (!result?.ok) return;
    close(false);
    toast.success(isBlocked ? `${name} may sign in again` : `${name} is blocked`);
    router.refresh();
  };
  const deleteUser = async () => {
    const result = await del.run({ userId: user.user_id });
    if (!result?.ok) return;
    toast.success(`${name} is deleted`);
    router.push('/console');
  };

  return (
    <>
      <Dropdown>
        <Button size="sm" variant="secondary">
          Actions
          <Ellipsis aria-hidden="true" />
        </Button>
        <Dropdown.Popover placement="bottom end" className="min-w-52">
          <Dropdown.Menu
            aria-label={`Actions for ${name}`}
            disabledKeys={isSelf ? ['block', 'delete'] : []}
            onAction={(key) => setOpen(key as 'block' | 'delete' | 'password')}
          >
            <Dropdown.Item id="password" textValue="Change password">
              <KeyRound className="size-4 text-muted" aria-hidden="true" />
              <Label>Change password</Label>
            </Dropdown.Item>
            <Dropdown.Item id="block" textValue={isBlocked ? 'Unblock' : 'Block'}>
              {isBlocked ? (
                <CircleCheck className="size-4 text-muted" aria-hidden="true" />
              ) : (
                <Ban className="size-4 text-muted" aria-hidden="true" />
              )}
              <Label>{isBlocked ? 'Unblock' : 'Block'}</Label>
            </Dropdown.Item>
            <Dropdown.Item id="delete" textValue="Delete" variant="danger">
              <Trash2 className="size-4 text-danger" aria-hidden="true" />
              <Label>Delete</Label>
            </Dropdown.Item>
          </Dropdown.Menu>
        </Dropdown.Popover>
      </Dropdown>
      <ConfirmDialog
        isOpen={open === 'block'}
        onOpenChange={close}
        title={isBlocked ? `Unblock ${name}?` : `Block ${name}?`}
        confirmLabel={isBlocked ? 'Unblock' : 'Block'}
        tone={isBlocked ? 'accent' : 'danger'}
        isPending={block.isPending}
        error={block.failure?.message}
        onConfirm={toggleBlocked}
      >
        <p>
          {isBlocked
            ? 'They will be able to sign in again.'
            : 'They will not be able to sign in until somebody unblocks them.'}
        </p>
      </ConfirmDialog>
      <ConfirmDialog
        isOpen={open === 'delete'}
        onOpenChange={close}
        title={`Delete ${name}?`}
        confirmLabel="Delete user"
        isPending={del.isPending}
        error={del.failure?.message}
        onConfirm={deleteUser}
      >
        <p>
          The profile, both bags of metadata, the password and every session of{' '}
          <span className="font-medium text-foreground wrap-anywhere">{user.email ?? user.user_id}</span> are
          deleted. This cannot be undone.
        </p>
      </ConfirmDialog>
      <Dialog
        isOpen={open === 'password'}
        onOpenChange={close}
        title="Change password"
        description={`For ${name}.`}
      >
        <ChangePasswordForm
          userId={user.user_id}
          changePassword={changePassword}
          onClose={() => close(false)}
        />
      </Dialog>
    </>
  );
}
