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
import { fieldBags, operators, rootFields } from '@/lib/search/schemas';
import { listUsers } from '@/lib/users';
import { createUserAction } from './actions';

export const metadata: Metadata = { title: 'Users' };

const loadParams = createLoader(listParams);
const fields = [...Object.keys(rootFields), ...fieldBags.map((bag) => `${bag}.…`)];

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
  const result = await outcome(
    ctx,
    'list users',
    listUsers(ctx, toListRequest(params), { explain: params.explain }),
  );
  return (
    <UserList result={result} operators={operators} fields={fields} connections={connections} roles={[]} />
  );
}
