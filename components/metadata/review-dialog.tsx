'use client';

import { Button } from '@heroui/react/button';
import { useState } from 'react';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { SubmitButton } from '@/components/ui/submit-button';
import { ChangeList } from './change-list';
import { diffJson } from './diff-json';
import { formatJson, inOrderOf, type JsonObject } from './json';
import { JsonDiff } from './json-diff';

type ReviewDialogProps = {
  /** What is being changed, such as `app_metadata`. */
  subject: string;
  before: JsonObject;
  after: JsonObject;
  isPending: boolean;
  error: string | undefined;
  onClose: () => void;
  onSave: () => void;
};

/** What a save would change, before it does. */
export function ReviewDialog({
  subject,
  before,
  after,
  isPending,
  error,
  onClose,
  onSave,
}: ReviewDialogProps) {
  const [isText, setText] = useState(false);
  const changes = diffJson(before, after);
  const count = changes.length === 1 ? 'One change' : `${changes.length} changes`;
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}
      title={`Review changes to ${subject}`}
      description={`${count}. Nothing is saved yet.`}
      size={isText ? 'xl' : 'lg'}
      footer={
        <>
          <Button size="sm" variant="ghost" className="me-auto" onPress={() => setText(!isText)}>
            {isText ? 'Show as a list' : 'Show side by side'}
          </Button>
          <Button size="sm" variant="tertiary" onPress={onClose} isDisabled={isPending}>
            Keep editing
          </Button>
          <SubmitButton type="button" isPending={isPending} onPress={onSave}>
            Save changes
          </SubmitButton>
        </>
      }
    >
      {error ? (
        <Notice tone="danger" isLive className="mb-4">
          {error}
        </Notice>
      ) : null}
      {isText ? (
        <JsonDiff before={formatJson(before)} after={formatJson(inOrderOf(before, after))} />
      ) : (
        <ChangeList changes={changes} label={`Changes to ${subject}`} />
      )}
    </Dialog>
  );
}
