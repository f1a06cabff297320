import type { Metadata } from 'next';
import { createLoader, type SearchParams } from 'nuqs/server';
import { PageHeader } from '@/components/layout/page-header';
import { logParams, toSignInFilter } from '@/components/sign-ins/log-params';
import { SignInLog } from '@/components/sign-ins/sign-in-log';
import { signInPath } from '@/components/sign-ins/sign-in-path';
import { listActions } from '@/lib/actions';
import { listClients } from '@/lib/clients';
import { outcome } from '@/lib/http/action';
import { requireAdmin } from '@/lib/http/page';
import { listRules } from '@/lib/rules';
import { tenantSettings } from '@/lib/settings';
import { listSignIns } from '@/lib/sign-ins';
import { getUser } from '@/lib/users';
import { findUsersAction } from '../rules/actions';

export const metadata: Metadata = { title: 'Sign-ins' };

const loadParams = createLoader(logParams);

type Props = { searchParams: Promise<SearchParams> };

export default async function SignInsPage({ searchParams }: Props) {
  const ctx = await requireAdmin(signInPath());
  const params = await loadParams(searchParams);
  const [result, rules, actions, clients, user, settings] = await Promise.all([
    outcome(ctx, 'list sign-ins', listSignIns(ctx, toSignInFilter(params))),
    listRules(ctx),
    listActions(ctx, {}, { page: 0, perPage: 100 }),
    listClients(ctx),
    params.user === null ? null : outcome(ctx, 'get user', getUser(ctx, params.user)),
    tenantSettings(ctx),
  ]);
  return (
    <>
      <PageHeader
        title="Sign-ins"
        description="What rules and Actions did in each sign-in: what they decided, wrote and stored, and how long they took."
      />
      <SignInLog
        result={result}
        choices={{
          steps: [
            ...rules.map(({ rule }) => ({ id: rule.id, name: rule.name })),
            ...actions.items.map(({ id, name }) => ({ id, name: `${name} (Action)` })),
          ],
          applications: clients.map(({ client_id, name }) => ({ clientId: client_id, name })),
          user: user?.ok ? user.data.user : null,
        }}
        retentionDays={settings.signInRetentionDays}
        findUsers={findUsersAction}
      />
    </>
  );
}
