'use client';

import { Button } from '@heroui/react/button';
import { CodeDiff } from '@/components/editor/code-diff';
import { Dialog } from '@/components/ui/dialog';
import { SubmitButton } from '@/components/ui/submit-button';
import type { VersionedRule } from '@/lib/rules/schemas';

type RuleConflictProps = {
  base: VersionedRule;
  mine: string;
  theirs: VersionedRule;
  isPending: boolean;
  onOverwrite: (theirs: VersionedRule) => void;
  onTakeTheirs: (theirs: VersionedRule) => void;
  onClose: () => void;
};

/** Somebody saved other code meanwhile: both sides, and what may be done. Nothing is dropped unless the person says so. */
export function RuleConflict({
  base,
  mine,
  theirs,
  isPending,
  onOverwrite,
  onTakeTheirs,
  onClose,
}: RuleConflictProps) {
  return (
    <Dialog
      isOpen
      isSticky
      onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}
      title="The live code changed while you were editing"
      description={`Your draft began from version ${base.version}; version ${theirs.version} has other code. Lines marked − are theirs, lines marked + are yours. Every deployed version stays in the history.`}
      size="xl"
      footer={
        <>
          <Button
            size="sm"
            variant="danger-soft"
            className="me-auto"
            onPress={() => onTakeTheirs(theirs)}
            isDisabled={isPending}
          >
            Discard mine, take theirs
          </Button>
          <Button size="sm" variant="tertiary" onPress={onClose} isDisabled={isPending}>
            Keep editing
          </Button>
          <SubmitButton type="button" isPending={isPending} onPress={() => onOverwrite(theirs)}>
            Deploy mine as version {theirs.version + 1}
          </SubmitButton>
        </>
      }
    >
      <CodeDiff
        language="javascript"
        original={theirs.rule.script}
        modified={mine}
        height="min(60vh, 34rem)"
        ariaLabel="Their code and yours"
      />
    </Dialog>
  );
}
