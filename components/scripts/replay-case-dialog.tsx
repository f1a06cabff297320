'use client';

import { Button } from '@heroui/react/button';
import { useEffect, useEffectEvent, useState } from 'react';
import { diffJson } from '@/components/metadata/diff-json';
import type { JsonObject } from '@/components/metadata/json';
import { SideBySide } from '@/components/metadata/side-by-side';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { LoadingLabel, Skeleton } from '@/components/ui/skeleton';
import { useAction } from '@/components/ui/use-action';
import type { ReplayCase, ReplaySide } from '@/lib/trials/schemas';
import { DecisionBadge } from './decision';
import { milliseconds } from './duration';
import type { ReplayActions } from './use-replay';

type ReplayCaseDialogProps = {
  replayId: string;
  position: number;
  getCase: ReplayActions['getCase'];
  onOpen: (found: ReplayCase) => void;
  onClose: () => void;
};

/** One sign-in of a replay: as everything is, and with the draft. */
export function ReplayCaseDialog({ replayId, position, getCase, onOpen, onClose }: ReplayCaseDialogProps) {
  const [found, setFound] = useState<ReplayCase | null>(null);
  const { run, failure } = useAction(getCase);
  const load = useEffectEvent(async () => {
    const result = await run({ id: replayId, position });
    if (result?.ok) setFound(result.data);
  });
  useEffect(() => void load(), []);
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}
      title={found ? (found.user_name ?? found.user_id) : 'Case'}
      description="As everything is, and with your code."
      size="xl"
      footer={
        <>
          <Button size="sm" variant="tertiary" onPress={onClose}>
            Close
          </Button>
          <Button
            size="sm"
            isDisabled={!found}
            onPress={() => {
              if (found) onOpen(found);
              onClose();
            }}
          >
            Open in test panel
          </Button>
        </>
      }
    >
      {failure ? (
        <Notice tone="danger" isLive>
          {failure.message}
        </Notice>
      ) : found ? (
        <Sides found={found} />
      ) : (
        <>
          <LoadingLabel>Loading the case</LoadingLabel>
          <Skeleton className="h-32 w-full" />
        </>
      )}
    </Dialog>
  );
}

function Sides({ found: { before, after } }: { found: ReplayCase }) {
  const parts = [
    { title: 'ID token', of: (side: ReplaySide) => side.id_token },
    { title: 'Access token', of: (side: ReplaySide) => side.access_token },
    { title: 'Written to user_metadata', of: (side: ReplaySide) => side.user_metadata },
    { title: 'Written to app_metadata', of: (side: ReplaySide) => side.app_metadata },
    { title: 'Session', of: (side: ReplaySide) => side.session },
    { title: 'Refresh token', of: (side: ReplaySide) => side.refresh_token },
    { title: 'Others', of: ({ scope, redirect }: ReplaySide) => others(scope, redirect) },
  ];
  const changed = parts
    .map(({ title, of }) => ({ title, changes: diffJson(of(before) ?? {}, of(after) ?? {}) }))
    .filter(({ changes }) => changes.length > 0);
  return (
    <div className="flex flex-col gap-5">
      <div className="grid gap-3 sm:grid-cols-2">
        <Side title="Before" side={before} />
        <Side title="After" side={after} />
      </div>
      {changed.length === 0 ? (
        <p className="text-[13px] text-muted">Tokens and metadata are the same on both sides.</p>
      ) : null}
      {changed.map(({ title, changes }) => (
        <div key={title}>
          <h3 className="mb-1.5 text-[13px] font-medium">{title}</h3>
          <SideBySide changes={changes} label={title} />
        </div>
      ))}
    </div>
  );
}

function others(scope: string[] | undefined, redirect: string | undefined): JsonObject {
  return { ...(scope ? { scope } : {}), ...(redirect === undefined ? {} : { redirect }) };
}

function Side({ title, side }: { title: string; side: ReplaySide }) {
  const { result, error, duration_ms, is_cut } = side;
  const where = error?.step_name ?? error?.rule_name;
  return (
    <section aria-label={title} className="rounded-xl border border-separator px-4 py-3">
      <p className="flex items-center gap-2 text-[13px]">
        <span className="font-medium">{title}</span>
        <DecisionBadge result={result} />
        <span className="ms-auto text-xs text-muted tabular-nums">{milliseconds(duration_ms)}</span>
      </p>
      {error ? (
        <p className="mt-1 text-[13px] text-danger-soft-foreground wrap-anywhere">
          {where === undefined ? null : `${where}: `}
          {error.message}
        </p>
      ) : null}
      {is_cut ? (
        <p className="mt-1 text-xs text-muted">Claims and metadata were too large to be kept.</p>
      ) : null}
    </section>
  );
}
