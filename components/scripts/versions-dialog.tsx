'use client';

import { Button } from '@heroui/react/button';
import { useEffect, useEffectEvent, useState } from 'react';
import { CodeDiff } from '@/components/editor/code-diff';
import { Badge } from '@/components/ui/badge';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { Segmented } from '@/components/ui/segmented';
import { LoadingLabel, Skeleton } from '@/components/ui/skeleton';
import { SubmitButton } from '@/components/ui/submit-button';
import { Time } from '@/components/ui/time';
import type { ActionResult } from '@/lib/http/schemas';

/** A version as it is shown. */
export type CodeVersion = {
  /** What names it besides its number. */
  id?: string;
  number: number;
  /** Null: it was deleted then. */
  code: string | null;
  at: string;
  /** What it changed, in a few words. */
  says: string;
  /** Who saved it, where that is known. */
  by?: string;
  isLive: boolean;
};

type VersionsDialogProps = {
  /** Which versions are kept, as a sentence. */
  kept: string;
  /** Newest first. */
  load: () => Promise<ActionResult<CodeVersion[]>>;
  /** The code in the editor. */
  code: string;
  isDirty: boolean;
  isPending: boolean;
  /** Why the last try to bring one back did not work. */
  failure: string | undefined;
  onRestore: (version: CodeVersion) => void;
  /** Makes a version live again as it was, where that is possible. */
  onRollBack?: (version: CodeVersion) => void;
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

const unreachable: ActionResult<never> = {
  ok: false,
  code: 'unavailable',
  message: 'Annex could not be reached. Close and try again.',
};

/** What some code was: every deployed version, how it differs from the code in the editor, and bringing one back. */
export function VersionsDialog(props: VersionsDialogProps) {
  const { kept, load, code, isDirty, isPending, failure, onRestore, onRollBack, onClose } = props;
  const [result, setResult] = useState<ActionResult<CodeVersion[]> | null>(null);
  const [chosen, setChosen] = useState<number | null>(null);
  const [against, setAgainst] = useState<Against>('editor');

  const loadFirst = useEffectEvent(async (signal: AbortSignal) => {
    const loaded = await load().catch(() => unreachable);
    if (!signal.aborted) setResult(loaded);
  });
  useEffect(() => {
    const controller = new AbortController();
    void loadFirst(controller.signal);
    return () => controller.abort();
  }, []);

  const versions = result?.ok ? result.data : [];
  const shown = versions.find(({ number }) => number === chosen) ?? versions[0];
  const own = shown?.code ?? '';
  const isSame = own === code && !isDirty;
  const older = shown && versions.find(({ number }) => number < shown.number);
  const original = against === 'editor' ? own : (older?.code ?? '');
  const modified = against === 'editor' ? code : own;
  const problem = result?.ok === false ? result.message : failure;

  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}
      title="Versions"
      description={`${kept} Restoring one makes its code the draft, which you can try and deploy.`}
      size="xl"
      footer={
        <>
          <Button size="sm" variant="tertiary" onPress={onClose}>
            Close
          </Button>
          {onRollBack ? (
            <Button
              size="sm"
              variant="secondary"
              isDisabled={!shown || shown.isLive || isPending}
              onPress={() => shown && onRollBack(shown)}
            >
              {shown ? `Deploy version ${shown.number} again` : 'Deploy again'}
            </Button>
          ) : null}
          <SubmitButton
            type="button"
            isPending={isPending}
            isDisabled={!shown || shown.code === null || isSame}
            onPress={() => shown && onRestore(shown)}
          >
            {shown ? `Restore version ${shown.number} as draft` : 'Restore'}
          </SubmitButton>
        </>
      }
    >
      {problem === undefined ? null : (
        <Notice tone="danger" isLive className="mb-4">
          {problem}
        </Notice>
      )}
      <div className="grid gap-4 md:grid-cols-[15rem_minmax(0,1fr)]">
        {result?.ok === false ? (
          <span />
        ) : (
          <VersionList
            versions={result === null ? null : versions}
            shown={shown?.number}
            onChoose={setChosen}
          />
        )}
        <div className="min-w-0">
          <div className="mb-2 flex flex-wrap items-center justify-between gap-2">
            <p role="status" className="text-[13px] text-muted">
              {original === modified ? 'The code is the same on both sides.' : sides[against]}
            </p>
            <Segmented legend="Compare" value={against} options={comparisons} onChange={setAgainst} />
          </div>
          <CodeDiff
            language="typescript"
            original={original}
            modified={modified}
            height="min(52vh, 30rem)"
            ariaLabel={
              against === 'editor'
                ? `Version ${shown?.number ?? ''} and the editor`
                : `What version ${shown?.number ?? ''} changed`
            }
          />
        </div>
      </div>
    </Dialog>
  );
}

type VersionListProps = {
  /** Null while they load. */
  versions: readonly CodeVersion[] | null;
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
  if (versions.length === 0) return <p className="text-[13px] text-muted">There is none yet.</p>;
  return (
    <ol
      aria-label="Versions, newest first"
      className="flex max-h-48 flex-col gap-0.5 overflow-y-auto p-0.5 md:max-h-[min(55vh,32rem)]"
    >
      {versions.map((each) => (
        <li key={each.number}>
          <button
            type="button"
            aria-current={each.number === shown ? 'true' : undefined}
            onClick={() => onChoose(each.number)}
            className="w-full cursor-pointer rounded-lg px-3 py-2 text-start outline-none hover:bg-default-soft focus-visible:status-focused aria-[current=true]:bg-default"
          >
            <span className="flex items-baseline justify-between gap-2">
              <span className="flex items-center gap-1.5 font-medium">
                Version {each.number}
                {each.isLive ? <Badge tone="success">Live</Badge> : null}
              </span>
              <Time value={each.at} className="text-xs text-muted" />
            </span>
            <span className="block text-xs text-muted">{each.says}</span>
            {each.by === undefined ? null : (
              <span className="block truncate text-xs text-muted">by {each.by}</span>
            )}
          </button>
        </li>
      ))}
    </ol>
  );
}
