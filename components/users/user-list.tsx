'use client';

import { Button } from '@heroui/react/button';
import { SearchX, TimerOff, Users } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useQueryStates } from 'nuqs';
import { useTransition } from 'react';
import type { Operator } from '@/components/search/query-help';
import { queryProblem } from '@/components/search/query-problem';
import { SearchBox } from '@/components/search/search-box';
import { EmptyState } from '@/components/ui/empty-state';
import { Pager } from '@/components/ui/pager';
import type { ActionResult } from '@/lib/http/schemas';
import type { UserView } from '@/lib/users/schemas';
import { fromSortDescriptor, listParams, pageSizes, toSortDescriptor } from './list-params';
import { UserTable } from './user-table';

export type UserPage = { users: UserView[]; total?: number | undefined; totalKind?: string | undefined };

type UserListProps = {
  result: ActionResult<UserPage>;
  operators: readonly Operator[];
  fields: readonly string[];
};

/** Search box, table and pager; the address holds what is shown. */
export function UserList({ result, operators, fields }: UserListProps) {
  const router = useRouter();
  const [isPending, startTransition] = useTransition();
  const [params, setParams] = useQueryStates(listParams, {
    shallow: false,
    history: 'push',
    startTransition,
  });
  const problem = result.ok ? null : queryProblem(params.q, result);
  const search = (q: string) => void setParams({ q: q.trim() || null, page: null });
  const users = result.ok ? result.data.users : [];
  return (
    <>
      <SearchBox
        query={params.q}
        onSearch={search}
        isPending={isPending}
        problem={problem}
        operators={operators}
        fields={fields}
      />
      <div aria-busy={isPending} className={`mt-5 transition-opacity ${isPending ? 'opacity-60' : ''}`}>
        {result.ok && users.length > 0 ? (
          <>
            <div className="overflow-clip rounded-xl bg-surface shadow-surface">
              <UserTable
                users={users}
                sort={toSortDescriptor(params.sort)}
                onSort={(sort) => void setParams({ sort: fromSortDescriptor(sort), page: null })}
              />
            </div>
            <div className="mt-3">
              <Pager
                page={Math.max(params.page, 1)}
                size={Number(params.size)}
                sizes={pageSizes}
                length={users.length}
                total={result.data.total ?? null}
                isEstimate={result.data.totalKind === 'estimate'}
                onPage={(page) => void setParams({ page })}
                onSize={(size) => void setParams({ size: String(size), page: null })}
              />
            </div>
          </>
        ) : problem ? null : (
          <NothingShown
            result={result}
            query={params.q}
            page={params.page}
            onShowAll={() => search('')}
            onRetry={() =>
              params.page > 1 ? void setParams({ page: null }) : startTransition(router.refresh)
            }
          />
        )}
      </div>
    </>
  );
}

type NothingShownProps = Pick<UserListProps, 'result'> & {
  query: string;
  page: number;
  onShowAll: () => void;
  onRetry: () => void;
};

function NothingShown({ result, query, page, onShowAll, onRetry }: NothingShownProps) {
  const retry = (
    <Button size="sm" variant="secondary" onPress={onRetry}>
      {page > 1 ? 'Go to the first page' : 'Try again'}
    </Button>
  );
  return (
    <div className="rounded-xl bg-surface shadow-surface">
      {!result.ok ? (
        <EmptyState Icon={TimerOff} title="The users could not be listed" actions={retry}>
          {result.message}
        </EmptyState>
      ) : page > 1 ? (
        <EmptyState Icon={SearchX} title="The list does not go this far" actions={retry} />
      ) : query ? (
        <EmptyState
          Icon={SearchX}
          title="No user matches"
          actions={
            <Button size="sm" variant="secondary" onPress={onShowAll}>
              Show all users
            </Button>
          }
        >
          Nothing matches <code className="font-mono break-all text-foreground">{query}</code>. Values of
          metadata are compared with their case; a star stands for any beginning or end.
        </EmptyState>
      ) : (
        <EmptyState Icon={Users} title="No users yet">
          Users appear here when they sign up, when they are imported, or when you create one.
        </EmptyState>
      )}
    </div>
  );
}
