import type { Metadata } from 'next';
import { RuleEditor } from '@/components/rules/rule-editor';
import { rulePath } from '@/components/rules/rule-path';
import { listClients } from '@/lib/clients';
import { observedPaths } from '@/lib/http/observed-paths';
import { orNotFound, requireAdmin } from '@/lib/http/page';
import { pathId } from '@/lib/http/path-id';
import { openRule } from '@/lib/http/rule-drafts';
import { getRule, getRuleDraft, listRuleConfigs } from '@/lib/rules';
import { listRuleTests } from '@/lib/trials';
import { listUsers } from '@/lib/users';
import {
  deleteRuleAction,
  findUsersAction,
  getSignInAction,
  listRuleVersionsAction,
  recentSignInsAction,
  saveRuleAction,
} from '../actions';
import {
  cancelReplayAction,
  createRuleTestAction,
  deleteRuleTestAction,
  deployRuleAction,
  discardDraftAction,
  findReplayAction,
  getReplayCaseAction,
  listReplayCasesAction,
  listReplaysAction,
  saveDraftAction,
  startReplayAction,
  updateRuleTestAction,
} from '../trial-actions';

export const metadata: Metadata = { title: 'Rule' };

type Props = {
  params: Promise<{ id: string }>;
  searchParams: Promise<{ sign_in?: string | string[] }>;
};

export default async function RulePage({ params, searchParams }: Props) {
  const id = pathId((await params).id);
  const { sign_in } = await searchParams;
  const signInId = typeof sign_in === 'string' && sign_in !== '' ? sign_in : null;
  const ctx = await requireAdmin(rulePath(id, signInId === null ? {} : { signIn: signInId }));
  const [rule, draft, tests, clients, configs, { users }, observed] = await Promise.all([
    orNotFound(getRule(ctx, id)),
    getRuleDraft(ctx, id),
    listRuleTests(ctx, id),
    listClients(ctx),
    listRuleConfigs(ctx),
    listUsers(ctx, { per_page: 10 }),
    observedPaths(ctx),
  ]);
  return (
    <RuleEditor
      key={`${id} ${signInId}`}
      opened={await openRule(ctx, rule, draft)}
      initialTests={tests}
      observed={observed}
      configurationKeys={configs.map(({ key }) => key)}
      applications={clients
        .filter(({ app_type }) => app_type !== 'non_interactive')
        .map(({ client_id, name }) => ({ clientId: client_id, name }))}
      users={users}
      signInId={signInId}
      actions={{
        save: saveRuleAction,
        saveDraft: saveDraftAction,
        discardDraft: discardDraftAction,
        deploy: deployRuleAction,
        remove: deleteRuleAction,
        listVersions: listRuleVersionsAction,
        findUsers: findUsersAction,
        recentSignIns: recentSignInsAction,
        getSignIn: getSignInAction,
        createTest: createRuleTestAction,
        updateTest: updateRuleTestAction,
        deleteTest: deleteRuleTestAction,
        startReplay: startReplayAction,
        cancelReplay: cancelReplayAction,
        listCases: listReplayCasesAction,
        getCase: getReplayCaseAction,
        listReplays: listReplaysAction,
        findReplay: findReplayAction,
      }}
    />
  );
}
