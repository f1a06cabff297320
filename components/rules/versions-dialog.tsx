'use client';

import { Button } from '@heroui/react/button';
import { toast } from '@heroui/react/toast';
import { useEffect, useState } from 'react';
import { CodeDiff } from '@/components/editor/code-diff';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { LoadingLabel, Skeleton } from '@/components/ui/skeleton';
import { SubmitButton } from '@/components/ui/submit-button';
import { Time } from '@/components/ui/time';
import type { Action, ActionResult } from '@/lib/http/schemas';
import type { RuleVersion } from '@/lib/rules';
import { describeVersion } from './describe-version';
import type { useRuleDraft } from './use-rule-draft';

export type ListVersionsAction = Action<{ id: string }, RuleVersion[]>;

type VersionsDialogProps = {
  draft: ReturnType<typeof useRuleDraft>;
  list: ListVersionsAction;
  onClose: () => void;
};

/** What the rule was: every saved version, how it differs from the code in the editor, and bringing one back. */
export function VersionsDialog({ draft, list, onClose }: VersionsDialogProps) {
  const { id } = draft.base.rule;
  const [result, setResult] = useState<ActionResult<RuleVersion[]> | null>(null);
  const [chosen, setChosen] = useState<number | null>(null);

  useEffect(() => {
    let isGone = false;
    const show = (loaded: ActionResult<RuleVersion[]>) => {
      if (!isGone) setResult(loaded);
    };
    list({ id }).then(show, () =>
      show({ ok: false, code: 'unavailable', message: 'Annex could not be reached. Close and try again.' }),
    );
    return () => {
      isGone = true;
    };
  }, [id, list]);

  const versions = result?.ok ? result.data : [];
  const shown = versions.find(({ version }) => version === chosen) ?? versions[0];
  const code = shown?.state?.script ?? '';
  const isSame = code === draft.script && !draft.isDirty;
  const restore = async () => {
    if (!shown?.state || !(await draft.store({ script: code }))) return;
    draft.setScript(code);
    toast.success(`The code of version ${shown.version} is back`);
    onClose();
  };

  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}
      title="Versions"
      description="Every save is kept. Restoring one saves its code as a new version."
      size="xl"
      footer={
        <>
          <Button size="sm" variant="tertiary" onPress={onClose}>
            Close
          </Button>
          <SubmitButton
            type="button"
            isPending={draft.isPending}
            isDisabled={!shown?.state || isSame}
            onPress={() => void restore()}
          >
            {shown ? `Restore the code of version ${shown.version}` : 'Restore'}
          </SubmitButton>
        </>
      }
    >
      {result?.ok === false || draft.failure ? (
        <Notice tone="danger" isLive className="mb-4">
          {result?.ok === false ? result.message : draft.failure?.message}
        </Notice>
      ) : null}
      <div className="grid gap-4 md:grid-cols-[15rem_minmax(0,1fr)]">
        <VersionList
          versions={result === null ? null : versions}
          shown={shown?.version}
          onChoose={setChosen}
        />
        <div className="min-w-0">
          <p className="mb-2 text-[13px] text-muted">
            {isSame
              ? 'The same code as in the editor.'
              : 'How the code in the editor differs from this version.'}
          </p>
          <CodeDiff
            language="javascript"
            original={code}
            modified={draft.script}
            height="min(52vh, 30rem)"
            ariaLabel={`Version ${shown?.version ?? ''} and the editor`}
          />
        </div>
      </div>
    </Dialog>
  );
}

type VersionListProps = {
  /** Null while they load. */
  versions: readonly RuleVersion[] | null;
  shown: number | undefined;
  onChoose: (version: number) => void;
};

function VersionList({ versions, shown, onChoose }: VersionListProps) {
  if (versions === null) {
    return (
      <div className="flex flex-col gap-2">
        <LoadingLabel>Loading versions</LoadingLabel>
        {['a', 'b', 'c'].map((key) => (
          <Skeleton key={key} className="h-12 w-full" />
        ))}
      </div>
    );
  }
  return (
    <ol
      aria-label="Versions, newest first"
      className="flex max-h-48 flex-col gap-0.5 overflow-y-auto p-0.5 md:max-h-[min(55vh,32rem)]"
    >
      {versions.map((each, index) => (
        <li key={each.version}>
          <button
            type="button"
            aria-current={each.version === shown ? 'true' : undefined}
            onClick={() => onChoose(each.version)}
            className="w-full cursor-pointer rounded-lg px-3 py-2 text-start outline-none hover:bg-default-soft focus-visible:status-focused aria-[current=true]:bg-default"
          >
            <span className="flex items-baseline justify-between gap-2">
              <span className="font-medium">Version {each.version}</span>
              <Time value={each.at} className="text-xs text-muted" />
            </span>
            <span className="block text-xs text-muted">{describeVersion(each, versions[index + 1])}</span>
          </button>
        </li>
      ))}
    </ol>
  );
}
