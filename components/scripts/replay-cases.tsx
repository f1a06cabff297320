'use client';

import { useEffect, useEffectEvent, useState } from 'react';
import { Badge } from '@/components/ui/badge';
import { Notice } from '@/components/ui/notice';
import { LoadingLabel, Skeleton } from '@/components/ui/skeleton';
import { SubmitButton } from '@/components/ui/submit-button';
import { useAction } from '@/components/ui/use-action';
import type { ReplayCase, ReplayCaseSummary, ReplayChange } from '@/lib/trials/schemas';
import { ReplayCaseDialog } from './replay-case-dialog';
import { replayWords } from './replay-words';
import type { ReplayActions } from './use-replay';

type ReplayCasesProps = {
  replayId: string;
  /** Cases that were kept. */
  total: number;
  change: ReplayChange | null;
  actions: ReplayActions;
  onOpen: (found: ReplayCase) => void;
};

/** The sign-ins that would differ, one below the other, page by page. */
export function ReplayCases({ replayId, total, change, actions, onOpen }: ReplayCasesProps) {
  const [cases, setCases] = useState<readonly ReplayCaseSummary[] | null>(null);
  const [next, setNext] = useState<number>();
  const [shown, setShown] = useState<number | null>(null);
  const { run, isPending, failure } = useAction(actions.listCases);
  const load = async (from?: number) => {
    const filter = { ...(change ? { change } : {}), ...(from === undefined ? {} : { from }) };
    const result = await run({ id: replayId, filter });
    if (!result?.ok) return;
    setCases((old) => [...(from === undefined ? [] : (old ?? [])), ...result.data.cases]);
    setNext(result.data.next);
  };
  const loadFirst = useEffectEvent(() => void load());
  useEffect(() => loadFirst(), []);

  if (total === 0) return null;
  return (
    <div className="flex flex-col gap-2">
      {failure ? (
        <Notice tone="danger" isLive>
          {failure.message}
        </Notice>
      ) : null}
      {cases === null && !failure ? (
        <>
          <LoadingLabel>Loading cases</LoadingLabel>
          <Skeleton className="h-9 w-full" />
          <Skeleton className="h-9 w-full" />
        </>
      ) : null}
      {cases?.length === 0 ? <p className="text-[13px] text-muted">None of these was kept.</p> : null}
      {cases && cases.length > 0 ? (
        <ul aria-label="Cases" className="-mx-2 divide-y divide-separator">
          {cases.map(({ position, user_name, user_id, changes }) => (
            <li key={position}>
              <button
                type="button"
                onClick={() => setShown(position)}
                className="flex w-full cursor-pointer flex-wrap items-center gap-x-2 gap-y-1 rounded-md px-2 py-1.5 text-start outline-none hover:bg-default-soft focus-visible:status-focused"
              >
                <span className="min-w-0 flex-1 basis-40 truncate">{user_name ?? user_id}</span>
                {changes.map((each) => (
                  <Badge key={each} tone={replayWords[each].tone}>
                    {replayWords[each].word}
                  </Badge>
                ))}
              </button>
            </li>
          ))}
        </ul>
      ) : null}
      {next === undefined ? null : (
        <SubmitButton
          type="button"
          variant="tertiary"
          className="self-start"
          isPending={isPending}
          onPress={() => void load(next)}
        >
          More
        </SubmitButton>
      )}
      {shown === null ? null : (
        <ReplayCaseDialog
          replayId={replayId}
          position={shown}
          getCase={actions.getCase}
          onOpen={onOpen}
          onClose={() => setShown(null)}
        />
      )}
    </div>
  );
}
