'use client';

import { Button } from '@heroui/react/button';
import { ChangeList } from '@/components/metadata/change-list';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { SubmitButton } from '@/components/ui/submit-button';
import { type Changes, toDifferences } from './history';

type RestoreDialogProps = {
  version: number;
  changes: Changes;
  isPending: boolean;
  error: string | undefined;
  onClose: () => void;
  onConfirm: () => void;
};

/** What bringing a version back would change, before it does. */
export function RestoreDialog({
  version,
  changes,
  isPending,
  error,
  onClose,
  onConfirm,
}: RestoreDialogProps) {
  const differences = toDifferences(changes);
  const isSame = differences.length === 0;
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}
      title={`Restore version ${version}`}
      description={
        isSame
          ? 'The user is already as in this version.'
          : 'Profile and metadata go back to that version, as a new version that can be undone. The password stays.'
      }
      size="lg"
      footer={
        <>
          <Button size="sm" variant="tertiary" onPress={onClose} isDisabled={isPending}>
            Cancel
          </Button>
          <SubmitButton type="button" isPending={isPending} isDisabled={isSame} onPress={onConfirm}>
            Restore
          </SubmitButton>
        </>
      }
    >
      {error ? (
        <Notice tone="danger" isLive className="mb-4">
          {error}
        </Notice>
      ) : null}
      <ChangeList changes={differences} label={`What restoring version ${version} changes`} />
    </Dialog>
  );
}
