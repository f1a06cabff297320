import type { Metadata } from 'next';
import { createLoader, type SearchParams } from 'nuqs/server';
import { Suspense } from 'react';
import { PageHeader } from '@/components/layout/page-header';
import { CreateUser } from '@/components/users/create-user';
import { listParams, toListRequest } from '@/components/users/list-params';
import { UserList } from '@/components/users/user-list';
import { UserTableSkeleton } from '@/components/users/user-table-skeleton';
import { listConnections } from '@/lib/connections';
import type { Context } from '@/lib/context';
import { outcome } from '@/lib/http/action';
import { requireAdmin } from '@/lib/http/page';
import type { Slice } from '@/lib/paging';
import { listRoles } from '@/lib/roles';
import { listSavedSearches } from '@/lib/saved-searches';
import { fieldBags, operators, rootFields } from '@/lib/search/schemas';
import { tenantSettings } from '@/lib/settings';
import { listUsers } from '@/lib/users';
import { createUserAction } from './actions';
import {
  cancelExportAction,
  createExportAction,
  createSavedSearchAction,
  deleteSavedSearchAction,
  updateSavedSearchAction,
} from './search-actions';

export const metadata: Metadata = { title: 'Users' };

const loadParams = createLoader(listParams);
const fields = [...Object.keys(rootFields), ...fieldBags.map((bag) => `${bag}.…`)];

/** As many as a menu can show. */
const firstRoles: Slice = { by: 'number', offset: 0, limit: 100, withTotal: false };
const savedSearchActions = {
  create: createSavedSearchAction,
  update: updateSavedSearchAction,
  remove: deleteSavedSearchAction,
};
const exportActions = { create: createExportAction, cancel: cancelExportAction };

type Props = { searchParams: Promise<SearchParams> };

export default async function UsersPage({ searchParams }: Props) {
  const ctx = await requireAdmin();
  const connections = await listConnections(ctx);
  const databases = connections
    .filter(({ strategy }) => strategy === 'auth0')
    .map(({ name, options: { requires_username } }) => ({ name, options: { requires_username } }));
  const createUser = <CreateUser connections={databases} create={createUserAction} />;
  return (
    <>
      <PageHeader title="Users" actions={createUser} />
      <Suspense fallback={<UserTableSkeleton />}>
        <Results
          ctx={ctx}
          searchParams={searchParams}
          connections={connections.map(({ name, strategy }) => ({ name, strategy }))}
        />
      </Suspense>
    </>
  );
}

type ResultsProps = Props & { ctx: Context; connections: { name: string; strategy: string }[] };

async function Results({ ctx, searchParams, connections }: ResultsProps) {
  const params = await loadParams(searchParams);
  const [result, roles, savedSearches, settings] = await Promise.all([
    outcome(ctx, 'list users', listUsers(ctx, toListRequest(params), { explain: params.explain })),
    listRoles(ctx, firstRoles),
    listSavedSearches(ctx),
    tenantSettings(ctx),
  ]);
  return (
    <UserList
      result={result}
      operators={operators}
      fields={fields}
      connections={connections}
      isStrict={settings.strictSearch}
      roles={settings.strictSearch ? [] : roles.items.map(({ name }) => name)}
      sortKeys={settings.strictSearch ? [] : settings.searchSortKeys}
      savedSearches={savedSearches}
      savedSearchActions={savedSearchActions}
      exportActions={exportActions}
    />
  );
}
