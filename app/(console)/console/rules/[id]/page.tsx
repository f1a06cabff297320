import type { Metadata } from 'next';
import { RuleEditor } from '@/components/rules/rule-editor';
import { listClients } from '@/lib/clients';
import { orNotFound, requireAdmin } from '@/lib/http/page';
import { getRule, listRuleConfigs } from '@/lib/rules';
import { listUsers } from '@/lib/users';
import { deleteRuleAction, findUsersAction, listRuleVersionsAction, saveRuleAction } from '../actions';

export const metadata: Metadata = { title: 'Rule' };

type Props = { params: Promise<{ id: string }> };

export default async function RulePage({ params }: Props) {
  const id = decodeURIComponent((await params).id);
  const ctx = await requireAdmin(`/console/rules/${encodeURIComponent(id)}`);
  const [rule, clients, configs, { users }] = await Promise.all([
    orNotFound(getRule(ctx, id)),
    listClients(ctx),
    listRuleConfigs(ctx),
    listUsers(ctx, { per_page: 10 }),
  ]);
  return (
    <RuleEditor
      key={id}
      initial={rule}
      configurationKeys={configs.map(({ key }) => key)}
      applications={clients
        .filter(({ app_type }) => app_type !== 'non_interactive')
        .map(({ client_id, name }) => ({ clientId: client_id, name }))}
      users={users}
      actions={{
        save: saveRuleAction,
        remove: deleteRuleAction,
        listVersions: listRuleVersionsAction,
        findUsers: findUsersAction,
      }}
    />
  );
}
