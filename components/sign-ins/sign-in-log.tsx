'use client';

import { Button } from '@heroui/react/button';
import { Activity, Pause, Play, SearchX } from 'lucide-react';
import { useQueryStates } from 'nuqs';
import { useState, useTransition } from 'react';
import { ButtonLink } from '@/components/ui/button-link';
import { EmptyState } from '@/components/ui/empty-state';
import { Notice } from '@/components/ui/notice';
import type { Action, ActionResult } from '@/lib/http/schemas';
import type { UserView } from '@/lib/users/schemas';
import { isFiltered, type LogParams, logParams, toSignInFilter } from './log-params';
import { type FilterChoices, SignInFilters } from './sign-in-filters';
import { SignInRow } from './sign-in-row';
import { type SignInPage, useTail } from './use-tail';

type SignInLogProps = {
  result: ActionResult<SignInPage>;
  choices: FilterChoices;
  /** For how long sign-ins are kept; 0 for none. */
  retentionDays: number;
  findUsers: Action<{ typed: string }, UserView[]>;
};

/** The log of sign-ins with its filters, which the address holds. */
export function SignInLog({ result, choices, retentionDays, findUsers }: SignInLogProps) {
  const [isPending, startTransition] = useTransition();
  const [params, setParams] = useQueryStates(logParams, { shallow: false, history: 'push', startTransition });
  const showAll = () =>
    void setParams({ result: null, rule: null, user: null, application: null, from: null });
  return (
    <>
      <SignInFilters
        params={params}
        choices={choices}
        findUsers={findUsers}
        onChange={(change) => void setParams({ ...change, from: null })}
      />
      <div aria-busy={isPending} className={`mt-4 transition-opacity ${isPending ? 'opacity-60' : ''}`}>
        {!result.ok ? (
          <Elsewhere title="The sign-ins could not be listed">{result.message}</Elsewhere>
        ) : result.data.sign_ins.length === 0 && params.from !== null ? (
          <Elsewhere title="Nothing older" />
        ) : (
          <Tail
            key={JSON.stringify(params)}
            initial={result.data}
            params={params}
            retentionDays={retentionDays}
            onShowAll={showAll}
          />
        )}
      </div>
    </>
  );
}

type TailProps = Pick<SignInLogProps, 'retentionDays'> & {
  initial: SignInPage;
  params: LogParams;
  onShowAll: () => void;
};

function Tail({ initial, params, retentionDays, onShowAll }: TailProps) {
  const [isPaused, setPaused] = useState(false);
  const isNewest = params.from === null;
  const { page, problem, arrived } = useTail(initial, toSignInFilter(params), isNewest && !isPaused);
  const { sign_ins, next } = page;
  return (
    <>
      {isNewest ? (
        <div className="mb-2 flex min-h-8 flex-wrap items-center justify-between gap-2 text-[13px] text-muted">
          <p role="status">
            {isPaused ? 'Paused' : 'Live'}
            {arrived > 0 ? `, ${arrived} new since you opened the page` : null}
          </p>
          <Button size="sm" variant="tertiary" onPress={() => setPaused(!isPaused)}>
            {isPaused ? <Play aria-hidden="true" /> : <Pause aria-hidden="true" />}
            {isPaused ? 'Go on' : 'Pause'}
          </Button>
        </div>
      ) : null}
      {problem ? (
        <Notice tone="warning" isLive className="mb-3">
          {problem}
        </Notice>
      ) : null}
      <div className="overflow-clip rounded-xl bg-surface shadow-surface">
        {sign_ins.length > 0 ? (
          <ul aria-label="Sign-ins, newest first" className="divide-y divide-separator">
            {sign_ins.map((signIn) => (
              <SignInRow key={signIn.id} signIn={signIn} />
            ))}
          </ul>
        ) : isFiltered(params) ? (
          <EmptyState
            Icon={SearchX}
            title="No sign-in matches"
            actions={
              <Button size="sm" variant="secondary" onPress={onShowAll}>
                Show all sign-ins
              </Button>
            }
          >
            New ones that match appear here by themselves.
          </EmptyState>
        ) : (
          <EmptyState Icon={Activity} title="No sign-ins yet">
            {retentionDays > 0
              ? `Every sign-in that goes through rules and Actions appears here, and stays for ${retentionDays} days.`
              : 'Sign-ins are not recorded: the tenant setting sign_in_retention_days is 0.'}
          </EmptyState>
        )}
      </div>
      <LogPager next={next} isNewest={isNewest} params={params} />
    </>
  );
}

function addressOf(params: LogParams, from: string | null): string {
  const entries = Object.entries({ ...params, from }).flatMap(([name, value]) =>
    value === null ? [] : [[name, value] as [string, string]],
  );
  return `/console/sign-ins?${new URLSearchParams(entries)}`;
}

type LogPagerProps = { next: string | undefined; isNewest: boolean; params: LogParams };

function LogPager({ next, isNewest, params }: LogPagerProps) {
  if (isNewest && next === undefined) return null;
  return (
    <nav aria-label="Pages" className="mt-4 flex justify-between gap-2">
      {isNewest ? (
        <span />
      ) : (
        <ButtonLink href={addressOf(params, null)} variant="tertiary">
          Newest
        </ButtonLink>
      )}
      {next === undefined ? null : (
        <ButtonLink href={addressOf(params, next)} variant="tertiary">
          Older
        </ButtonLink>
      )}
    </nav>
  );
}

/** Where there is nothing to show, and the way to where there is. */
function Elsewhere({ title, children }: { title: string; children?: string }) {
  return (
    <div className="rounded-xl bg-surface shadow-surface">
      <EmptyState
        Icon={SearchX}
        title={title}
        actions={
          <ButtonLink href="/console/sign-ins" variant="secondary">
            Newest sign-ins
          </ButtonLink>
        }
      >
        {children}
      </EmptyState>
    </div>
  );
}
