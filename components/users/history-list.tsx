'use client';

import { toast } from '@heroui/react/toast';
import { History, RotateCcw } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { EmptyState } from '@/components/ui/empty-state';
import { SubmitButton } from '@/components/ui/submit-button';
import { useAction } from '@/components/ui/use-action';
import type { Action } from '@/lib/http/schemas';
import type { Changes, HistoryEntry } from './history';
import { HistoryItem } from './history-item';
import { RestoreDialog } from './restore-dialog';

type VersionOf = { userId: string; version: number };
export type HistoryActions = {
  preview: Action<VersionOf, { current: number; changes: Changes }>;
  restore: Action<VersionOf & { expectedVersion: number }, { version: number }>;
};

type HistoryListProps = HistoryActions & {
  userId: string;
  current: number;
  entries: readonly HistoryEntry[];
};

/** A user's history, newest first; any earlier version can be brought back, and that can be undone. */
export function HistoryList({ userId, current, entries, preview, restore }: HistoryListProps) {
  const router = useRouter();
  const [plan, setPlan] = useState<{ version: number; current: number; changes: Changes } | null>(null);
  const [asked, setAsked] = useState<number | null>(null);
  const previewing = useAction(preview);
  const restoring = useAction(restore);

  const open = async (version: number) => {
    setAsked(version);
    const result = await previewing.run({ userId, version });
    if (result?.ok) setPlan({ version, ...result.data });
    else if (result) toast.danger(result.message);
  };
  const undo = async (version: number, expectedVersion: number) => {
    const result = await restore({ userId, version, expectedVersion });
    if (result.ok) toast.success('Undone');
    else toast.danger(result.message);
    router.refresh();
  };
  const confirm = async () => {
    if (!plan) return;
    const result = await restoring.run({ userId, version: plan.version, expectedVersion: plan.current });
    if (!result?.ok) return;
    const restored = result.data.version;
    setPlan(null);
    toast.success(`Version ${plan.version} is back`, {
      timeout: 12_000,
      actionProps: { children: 'Undo', size: 'sm', onPress: () => void undo(plan.current, restored) },
    });
    router.refresh();
  };

  if (entries.length === 0) {
    return (
      <EmptyState Icon={History} title="No history yet">
        Every change from now on is kept here.
      </EmptyState>
    );
  }
  return (
    <>
      <ol className="flex flex-col gap-3">
        {entries.map((entry) => (
          <HistoryItem
            key={entry.version}
            entry={entry}
            isCurrent={entry.version === current}
            action={
              entry.version === current ? null : (
                <SubmitButton
                  type="button"
                  variant="tertiary"
                  isPending={previewing.isPending && asked === entry.version}
                  aria-label={`Restore version ${entry.version}`}
                  onPress={() => void open(entry.version)}
                >
                  <RotateCcw aria-hidden="true" />
                  Restore
                </SubmitButton>
              )
            }
          />
        ))}
      </ol>
      {plan ? (
        <RestoreDialog
          version={plan.version}
          changes={plan.changes}
          isPending={restoring.isPending}
          error={restoring.failure?.message}
          onClose={() => {
            setPlan(null);
            restoring.reset();
          }}
          onConfirm={() => void confirm()}
        />
      ) : null}
    </>
  );
}
