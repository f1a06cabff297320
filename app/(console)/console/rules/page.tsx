import type { Metadata } from 'next';
import { PageHeader } from '@/components/layout/page-header';
import { ConfigurationCard } from '@/components/rules/configuration-card';
import { CreateRule } from '@/components/rules/create-rule';
import { RuleList } from '@/components/rules/rule-list';
import { readsMember } from '@/components/scripts/reads-member';
import { requireAdmin } from '@/lib/http/page';
import { listDraftedRules, listRuleConfigs, listRules } from '@/lib/rules';
import {
  createRuleAction,
  deleteRuleAction,
  deleteRuleConfigAction,
  reorderRulesAction,
  saveRuleAction,
  setRuleConfigAction,
} from './actions';

export const metadata: Metadata = { title: 'Rules' };

export default async function RulesPage() {
  const ctx = await requireAdmin('/console/rules');
  const [rules, drafted, configs] = await Promise.all([
    listRules(ctx),
    listDraftedRules(ctx),
    listRuleConfigs(ctx),
  ]);
  return (
    <>
      <PageHeader
        title="Rules"
        description="Functions that run at every sign-in, from the top down. They decide who comes in, what the tokens say and what is kept in metadata."
        actions={rules.length > 0 ? <CreateRule create={createRuleAction} /> : null}
      />
      <RuleList
        rules={rules}
        drafted={drafted}
        create={createRuleAction}
        save={saveRuleAction}
        reorder={reorderRulesAction}
        remove={deleteRuleAction}
      />
      <ConfigurationCard
        values={configs.map(({ key }) => ({
          key,
          usedBy: rules
            .filter(({ rule }) => readsMember('configuration', key, rule.script))
            .map(({ rule }) => rule.name),
        }))}
        set={setRuleConfigAction}
        remove={deleteRuleConfigAction}
      />
    </>
  );
}
