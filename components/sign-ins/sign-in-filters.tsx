'use client';

import { Button } from '@heroui/react/button';
import { X } from 'lucide-react';
import { decisions } from '@/components/scripts/decision';
import { UserPicker } from '@/components/scripts/user-picker';
import { PlainSelect } from '@/components/ui/plain-select';
import { displayName } from '@/components/users/user-names';
import type { Action } from '@/lib/http/schemas';
import { signInResults } from '@/lib/sign-ins/schemas';
import type { UserView } from '@/lib/users/schemas';
import type { LogParams } from './log-params';

export type FilterChoices = {
  /** Rules and Actions. */
  steps: readonly { id: string; name: string }[];
  applications: readonly { clientId: string; name: string }[];
  /** Whom the list is about, when it is about one person; null when they are gone. */
  user: UserView | null;
};

type SignInFiltersProps = {
  params: LogParams;
  choices: FilterChoices;
  findUsers: Action<{ typed: string }, UserView[]>;
  onChange: (change: Partial<Omit<LogParams, 'from'>>) => void;
};

const any = { value: '', name: 'Any' };

/** Narrows the log; every choice is in the address. */
export function SignInFilters({ params, choices, findUsers, onChange }: SignInFiltersProps) {
  return (
    <search aria-label="Filters" className="grid grid-cols-2 gap-3 *:min-w-0 lg:grid-cols-4">
      <PlainSelect
        label="Result"
        isLabelShown
        value={params.result ?? ''}
        options={[any, ...signInResults.map((value) => ({ value, name: decisions[value].word }))]}
        onChange={(value) => onChange({ result: signInResults.find((each) => each === value) ?? null })}
        className="*:last:w-full"
      />
      <PlainSelect
        label="Rule or Action"
        isLabelShown
        value={params.rule ?? ''}
        options={[any, ...named(choices.steps, params.rule, ({ id }) => id)]}
        onChange={(rule) => onChange({ rule: rule || null })}
        className="*:last:w-full"
      />
      <PlainSelect
        label="Application"
        isLabelShown
        value={params.application ?? ''}
        options={[any, ...named(choices.applications, params.application, ({ clientId }) => clientId)]}
        onChange={(application) => onChange({ application: application || null })}
        className="*:last:w-full"
      />
      {params.user === null ? (
        <UserPicker
          value={null}
          onChange={(user) => onChange({ user: user?.user_id ?? null })}
          find={findUsers}
          error={undefined}
        />
      ) : (
        <div className="flex min-w-0 flex-col gap-1">
          <span className="text-sm font-medium">User</span>
          <Button
            variant="secondary"
            className="h-10 w-full justify-between md:h-9"
            aria-label={`Sign-ins of everybody, not only of ${choices.user ? displayName(choices.user) : params.user}`}
            onPress={() => onChange({ user: null })}
          >
            <span className="truncate">{choices.user ? displayName(choices.user) : params.user}</span>
            <X aria-hidden="true" />
          </Button>
        </div>
      )}
    </search>
  );
}

/** The choices, and the chosen one even where it is gone: the address may outlive it. */
function named<T extends { name: string }>(
  items: readonly T[],
  chosen: string | null,
  idOf: (item: T) => string,
): { value: string; name: string }[] {
  const options = items.map((item) => ({ value: idOf(item), name: item.name }));
  const isGone = chosen !== null && !options.some(({ value }) => value === chosen);
  return isGone ? [...options, { value: chosen, name: chosen }] : options;
}
