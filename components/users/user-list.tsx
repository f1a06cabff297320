'use client';

import { Button } from '@heroui/react/button';
import { SearchX, TimerOff, Users } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useQueryStates } from 'nuqs';
import { useTransition } from 'react';
import { type ExportActions, ExportUsers } from '@/components/exports/export-users';
import { type SavedSearchActions, SavedSearches } from '@/components/saved-searches/saved-searches';
import type { QueryHelpTexts } from '@/components/search/query-box';
import { queryProblem } from '@/components/search/query-problem';
import { UserSearch } from '@/components/search/user-search';
import { EmptyState } from '@/components/ui/empty-state';
import { Pager } from '@/components/ui/pager';
import { ProgressLine } from '@/components/ui/progress-line';
import type { ActionResult } from '@/lib/http/schemas';
import type { SavedSearchView } from '@/lib/saved-searches/schemas';
import type { SearchExplanation } from '@/lib/search';
import type { UserView } from '@/lib/users/schemas';
import { ColumnChooser } from './column-chooser';
import { Explanation } from './explanation';
import { fromSortDescriptor, listParams, pageSizes, toSortDescriptor } from './list-params';
import { useColumns } from './use-columns';
import { UserTable } from './user-table';

export type UserPage = {
  users: UserView[];
  total?: number | undefined;
  totalKind?: string | undefined;
  explanation?: SearchExplanation | undefined;
};

type UserListProps = QueryHelpTexts & {
  result: ActionResult<UserPage>;
  connections: readonly { name: string; strategy: string }[];
  roles: readonly string[];
  isStrict: boolean;
  /** Keys of metadata that the list can be sorted by. */
  sortKeys: readonly string[];
  savedSearches: readonly SavedSearchView[];
  savedSearchActions: SavedSearchActions;
  exportActions: ExportActions;
};

/** Search box, table and pager; the address holds what is shown. */
export function UserList(props: UserListProps) {
  const { result, sortKeys, savedSearches, savedSearchActions, exportActions, ...search } = props;
  const router = useRouter();
  const [isPending, startTransition] = useTransition();
  const [params, setParams] = useQueryStates(listParams, {
    shallow: false,
    history: 'push',
    startTransition,
  });
  const problem = !result.ok && result.code === 'invalid' ? queryProblem(params.q, result) : null;
  const show = (q: string) => void setParams({ q: q || null, page: null });
  const columns = useColumns(
    params.cols,
    (cols) => void setParams({ cols }, { shallow: true, history: 'replace' }),
  );
  const users = result.ok ? result.data.users : [];
  return (
    <>
      <UserSearch {...search} query={params.q} onSearch={show} isPending={isPending} refusal={problem} />
      <div className="mt-4 mb-2 flex flex-wrap items-center gap-2">
        <SavedSearches
          searches={savedSearches}
          current={{ q: params.q, sort: params.sort, columns: columns.ids }}
          openId={params.saved}
          actions={savedSearchActions}
          onLeave={() => void setParams({ saved: null, q: null, sort: null, cols: null, page: null })}
          onOpen={({ id, q, sort, columns }) =>
            void setParams({ saved: id, q, sort, cols: columns, page: null })
          }
        />
        <div className="ms-auto flex gap-2">
          <ExportUsers
            query={params.q}
            total={result.ok ? result.data.total : undefined}
            isEstimate={result.ok && result.data.totalKind === 'estimate'}
            columns={columns.ids}
            actions={exportActions}
          />
          <ColumnChooser columns={columns} />
        </div>
      </div>
      <div aria-busy={isPending} data-wide={columns.ids.length > 6 || undefined}>
        {result.ok && users.length > 0 ? (
          <>
            <div className="relative overflow-clip rounded-xl bg-surface shadow-surface">
              <ProgressLine isShown={isPending} />
              <UserTable
                users={users}
                columns={columns}
                sortKeys={sortKeys}
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
            <Explanation
              explanation={result.data.explanation}
              total={result.data.total}
              totalKind={result.data.totalKind}
              isOpen={params.explain}
              onToggle={() =>
                void setParams({ explain: params.explain ? null : true }, { history: 'replace' })
              }
            />
          </>
        ) : problem ? null : (
          <NothingShown
            result={result}
            query={params.q}
            page={params.page}
            onShowAll={() => show('')}
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
          Nothing matches <code className="font-mono break-all text-foreground">{query}</code>.{' '}
          {query.includes(':')
            ? 'Values of metadata are compared with their case, and whole: a star stands for any beginning or end.'
            : 'Words alone look in names, e-mail, username, phone and id, and match the whole of them: a star at the end finds what begins so.'}
        </EmptyState>
      ) : (
        <EmptyState Icon={Users} title="No users yet">
          Users appear here when they sign up, when they are imported, or when you create one.
        </EmptyState>
      )}
    </div>
  );
}
