'use client';

import { useEffect, useEffectEvent } from 'react';
import { Time } from '@/components/ui/time';
import { boxed } from './deploy-dialog';
import { foundWords, isGraveFind } from './replay-words';
import { isUnderWay, type Replay } from './use-replay';

/** What the newest replay of exactly this draft found, whoever began it and wherever, for a deploy. */
export function ReplayReport({ replay }: { replay: Replay }) {
  const { view, ofDraft, lookUp } = replay;
  const look = useEffectEvent(() => void lookUp());
  useEffect(() => look(), []);
  const isLooking = ofDraft === undefined;
  const shown = ofDraft ?? view;
  const isGrave = shown?.summary ? isGraveFind(shown.summary) : false;
  return (
    <section aria-label="Last replay" className={boxed} aria-busy={isLooking}>
      <h3 className="mb-1 font-medium">Last replay</h3>
      <p className={isGrave ? 'text-danger-soft-foreground' : 'text-muted'}>
        {shown?.summary
          ? foundWords(shown.summary)
          : isLooking
            ? 'Looking for one…'
            : 'None of this draft. Replay it to see whom it would change.'}
      </p>
      {ofDraft ? (
        <p className="mt-1 text-xs text-muted">
          <Time value={ofDraft.created_at} />, with this very code
        </p>
      ) : null}
      {!isLooking && !ofDraft && view?.summary && !isUnderWay(view) ? (
        <p className="mt-1 text-warning-soft-foreground">It is not about this code, or did not end.</p>
      ) : null}
      {view && isUnderWay(view) ? <p className="mt-1 text-muted">One is still running.</p> : null}
    </section>
  );
}
