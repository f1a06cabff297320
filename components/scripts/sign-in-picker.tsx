'use client';

import { Button } from '@heroui/react/button';
import { RotateCw } from 'lucide-react';
import { useEffect, useEffectEvent, useState } from 'react';
import { PlainSelect } from '@/components/ui/plain-select';
import { relativeTime } from '@/components/ui/time';
import { useAction } from '@/components/ui/use-action';
import type { Action } from '@/lib/http/schemas';
import type { SignInSummary } from '@/lib/sign-ins/schemas';
import { decisions } from './decision';

export type RecentSignInsAction = Action<Record<string, never>, SignInSummary[]>;

type SignInPickerProps = {
  value: string | null;
  onChange: (id: string | null) => void;
  recent: RecentSignInsAction;
  error: string | undefined;
};

/** Chooses one of the newest recorded sign-ins, or keeps the one that the page was opened for. */
export function SignInPicker({ value, onChange, recent, error }: SignInPickerProps) {
  const { run, isPending, failure } = useAction(recent);
  const [signIns, setSignIns] = useState<readonly SignInSummary[] | null>(null);
  const load = async () => {
    const result = await run({});
    if (!result?.ok) return;
    setSignIns(result.data);
    if (value === null) onChange(result.data[0]?.id ?? null);
  };
  const loadFirst = useEffectEvent(() => void load());
  useEffect(() => loadFirst(), []);

  const isElsewhere = value !== null && !signIns?.some(({ id }) => id === value);
  const options = [
    ...(isElsewhere ? [{ value, name: 'The sign-in that you came from' }] : []),
    ...(signIns ?? []).map((each) => ({ value: each.id, name: nameOf(each) })),
  ];
  const nothing = { value: '', name: signIns === null ? 'Loading…' : 'None is recorded' };
  return (
    <div>
      <div className="flex items-end gap-1.5">
        <PlainSelect
          label="Past sign-in"
          isLabelShown
          value={value ?? ''}
          options={options.length > 0 ? options : [nothing]}
          onChange={(id) => onChange(id || null)}
          className="min-w-0 flex-1 *:last:w-full"
        />
        <Button
          isIconOnly
          variant="tertiary"
          className="size-10 shrink-0 md:size-9"
          aria-label="Load the newest sign-ins"
          isDisabled={isPending}
          onPress={() => void load()}
        >
          <RotateCw className="size-4!" aria-hidden="true" />
        </Button>
      </div>
      {error || failure ? (
        <p role="alert" className="mt-1 text-[13px] text-danger-soft-foreground">
          {error ?? failure?.message}
        </p>
      ) : null}
    </div>
  );
}

function nameOf({ user_name, user_id, result, client_name, at }: SignInSummary): string {
  const when = relativeTime(new Date(at), new Date());
  return `${user_name ?? user_id}, ${client_name}, ${decisions[result].word.toLowerCase()}, ${when}`;
}
