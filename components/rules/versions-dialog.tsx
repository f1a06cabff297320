'use client';

import { Button } from '@heroui/react/button';
import { toast } from '@heroui/react/toast';
import { useEffect, useState } from 'react';
import { CodeDiff } from '@/components/editor/code-diff';
import { Badge } from '@/components/ui/badge';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { Segmented } from '@/components/ui/segmented';
import { LoadingLabel, Skeleton } from '@/components/ui/skeleton';
import { SubmitButton } from '@/components/ui/submit-button';
import { Time } from '@/components/ui/time';
import type { Action, ActionResult } from '@/lib/http/schemas';
import type { RuleVersion } from '@/lib/rules';
import { describeVersion } from './describe-version';
import type { RuleDraft } from './use-rule-draft';

/** A version, and who saved it in words. */
export type SignedVersion = RuleVersion & { by: string };
export type ListVersionsAction = Action<{ id: string }, SignedVersion[]>;

type VersionsDialogProps = {
  draft: RuleDraft;
  list: ListVersionsAction;
  onClose: () => void;
};

type Against = 'editor' | 'older';
const comparisons = [
  { id: 'editor', name: 'With the editor' },
  { id: 'older', name: 'With the one before' },
] as const;
const sides: Record<Against, string> = {
  editor: 'This version, and the code in the editor.',
  older: 'The version before it, and this version.',
};

/** What the rule was: every saved version, how it differs from the code in the editor, and bringing one back. */
export function VersionsDialog({ draft, list, onClose }: VersionsDialogProps) {
  const { id } = draft.base.rule;
  const [result, setResult] = useState<ActionResult<SignedVersion[]> | null>(null);
  const [chosen, setChosen] = useState<number | null>(null);
  const [against, setAgainst] = useState<Against>('editor');

  useEffect(() => {
    let isGone = false;
    const show = (loaded: ActionResult<SignedVersion[]>) => {
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
  const older = shown && versions.find(({ version }) => version < shown.version);
  const original = against === 'editor' ? code : (older?.state?.script ?? '');
  const modified = against === 'editor' ? draft.script : code;
  const restore = async () => {
    if (!shown?.state || !(await draft.keep(code))) return;
    draft.setScript(code);
    toast.success(`The code of version ${shown.version} is the draft; sign-ins run as before`);
    onClose();
  };

  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}
      title="Versions"
      description="Every deployed version is kept. Restoring one makes its code the draft, which you can try and deploy."
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
            {shown ? `Restore version ${shown.version} as draft` : 'Restore'}
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
          live={draft.base.rule.enabled ? draft.base.version : null}
          shown={shown?.version}
          onChoose={setChosen}
        />
        <div className="min-w-0">
          <div className="mb-2 flex flex-wrap items-center justify-between gap-2">
            <p role="status" className="text-[13px] text-muted">
              {original === modified ? 'The code is the same on both sides.' : sides[against]}
            </p>
            <Segmented legend="Compare" value={against} options={comparisons} onChange={setAgainst} />
          </div>
          <CodeDiff
            language="javascript"
            original={original}
            modified={modified}
            height="min(52vh, 30rem)"
            ariaLabel={
              against === 'editor'
                ? `Version ${shown?.version ?? ''} and the editor`
                : `What version ${shown?.version ?? ''} changed`
            }
          />
        </div>
      </div>
    </Dialog>
  );
}

type VersionListProps = {
  /** Null while they load. */
  versions: readonly SignedVersion[] | null;
  /** The one that sign-ins run, if they run the rule at all. */
  live: number | null;
  shown: number | undefined;
  onChoose: (version: number) => void;
};

function VersionList({ versions, live, shown, onChoose }: VersionListProps) {
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
              <span className="flex items-center gap-1.5 font-medium">
                Version {each.version}
                {each.version === live ? <Badge tone="success">Live</Badge> : null}
              </span>
              <Time value={each.at} className="text-xs text-muted" />
            </span>
            <span className="block text-xs text-muted">{describeVersion(each, versions[index + 1])}</span>
            <span className="block truncate text-xs text-muted">by {each.by}</span>
          </button>
        </li>
      ))}
    </ol>
  );
}
