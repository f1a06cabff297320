'use client';

import { Button } from '@heroui/react/button';
import { CodeDiff } from '@/components/editor/code-diff';
import { Dialog } from '@/components/ui/dialog';
import { SubmitButton } from '@/components/ui/submit-button';

type CodeConflictProps = {
  title: string;
  description: string;
  /** What is done with the person's own code, over theirs. */
  overwriteLabel: string;
  mine: string;
  theirs: string;
  isPending: boolean;
  onOverwrite: () => void;
  onTakeTheirs: () => void;
  onClose: () => void;
};

/** Somebody saved other code meanwhile: both sides, and what may be done. Nothing is dropped unless the person says so. */
export function CodeConflict(props: CodeConflictProps) {
  const { title, description, overwriteLabel, mine, theirs, isPending, onOverwrite, onTakeTheirs, onClose } =
    props;
  return (
    <Dialog
      isOpen
      isSticky
      onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}
      title={title}
      description={description}
      size="xl"
      footer={
        <>
          <Button
            size="sm"
            variant="danger-soft"
            className="me-auto"
            onPress={onTakeTheirs}
            isDisabled={isPending}
          >
            Discard mine, take theirs
          </Button>
          <Button size="sm" variant="tertiary" onPress={onClose} isDisabled={isPending}>
            Keep editing
          </Button>
          <SubmitButton type="button" isPending={isPending} onPress={onOverwrite}>
            {overwriteLabel}
          </SubmitButton>
        </>
      }
    >
      <CodeDiff
        language="typescript"
        original={theirs}
        modified={mine}
        height="min(60vh, 34rem)"
        ariaLabel="Their code and yours"
      />
    </Dialog>
  );
}
