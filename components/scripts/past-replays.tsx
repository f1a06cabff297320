'use client';

import { useEffect, useEffectEvent, useState } from 'react';
import { Badge } from '@/components/ui/badge';
import { Notice } from '@/components/ui/notice';
import { LoadingLabel, Skeleton } from '@/components/ui/skeleton';
import { SubmitButton } from '@/components/ui/submit-button';
import { Time } from '@/components/ui/time';
import { useAction } from '@/components/ui/use-action';
import type { ReplayView } from '@/lib/trials/schemas';
import { foundWords, overWords, replayStates } from './replay-words';
import type { Replay } from './use-replay';

const tones = {
  pending: 'accent',
  running: 'accent',
  completed: 'success',
  cancelled: 'default',
  failed: 'danger',
} as const;

/** What was replayed of this rule or Action before, newest first; each can be opened again while it is kept. */
export function PastReplays({ replay }: { replay: Replay }) {
  const [replays, setReplays] = useState<readonly ReplayView[] | null>(null);
  const [next, setNext] = useState<string>();
  const { run, isPending, failure } = useAction(replay.list);
  const load = async (from?: string) => {
    const result = await run({ take: 5, ...(from === undefined ? {} : { from }) });
    if (!result?.ok) return;
    setReplays((old) => [...(from === undefined ? [] : (old ?? [])), ...result.data.replays]);
    setNext(result.data.next);
  };
  const loadFirst = useEffectEvent(() => void load());
  useEffect(() => loadFirst(), []);
  const { view } = replay;
  // The one that is followed goes on after the list was read.
  useEffect(() => {
    if (view) setReplays((old) => old?.map((past) => (past.id === view.id ? view : past)) ?? null);
  }, [view]);

  if (replays?.length === 0) return null;
  return (
    <section aria-label="Earlier runs" className="flex flex-col gap-2 border-t border-separator p-4">
      <h3 className="text-[13px] font-medium">Earlier runs</h3>
      {failure ? (
        <Notice tone="danger" isLive>
          {failure.message}
        </Notice>
      ) : null}
      {replays === null && !failure ? (
        <>
          <LoadingLabel>Loading earlier runs</LoadingLabel>
          <Skeleton className="h-9 w-full" />
        </>
      ) : null}
      <ul className="-mx-2 divide-y divide-separator">
        {(replays ?? []).map((past) => (
          <li key={past.id}>
            <button
              type="button"
              aria-current={view?.id === past.id}
              onClick={() => replay.open(past.id)}
              className="flex w-full cursor-pointer flex-col gap-0.5 rounded-md px-2 py-1.5 text-start outline-none hover:bg-default-soft focus-visible:status-focused aria-[current=true]:bg-accent-soft"
            >
              <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
                <span className="min-w-0 flex-1 basis-40 truncate">
                  <Time value={past.created_at} />, {overWords(past)}
                </span>
                <Badge tone={tones[past.status]}>{replayStates[past.status]}</Badge>
              </span>
              {past.summary ? <span className="text-xs text-muted">{foundWords(past.summary)}</span> : null}
            </button>
          </li>
        ))}
      </ul>
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
    </section>
  );
}
