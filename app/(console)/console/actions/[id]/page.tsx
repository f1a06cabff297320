import { isBuiltin } from 'node:module';
import type { Metadata } from 'next';
import { ActionEditor } from '@/components/actions/action-editor';
import { actionPath } from '@/components/actions/action-path';
import { isRunnable, type RunnableTrigger, triggerOf } from '@/components/actions/trigger-words';
import type { Tries } from '@/components/actions/use-tried-action';
import { getAction, listBindings } from '@/lib/actions';
import { listClients } from '@/lib/clients';
import type { Context } from '@/lib/context';
import { observedPaths } from '@/lib/http/observed-paths';
import { orNotFound, requireAdmin } from '@/lib/http/page';
import { pathId } from '@/lib/http/path-id';
import { bundledModules } from '@/lib/rules';
import { listActionTests } from '@/lib/trials';
import { listUsers } from '@/lib/users';
import { findUsersAction, getSignInAction, recentSignInsAction } from '../../rules/actions';
import {
  cancelReplayAction,
  findReplayAction,
  getReplayCaseAction,
  listReplayCasesAction,
  listReplaysAction,
  startReplayAction,
} from '../../rules/trial-actions';
import {
  bindActionAction,
  createActionTestAction,
  deleteActionAction,
  deleteActionTestAction,
  deployActionAction,
  listActionVersionsAction,
  rollBackActionAction,
  saveActionAction,
  setActionSecretAction,
  updateActionTestAction,
} from '../actions';

export const metadata: Metadata = { title: 'Action' };

const modules = { all: bundledModules, libraries: bundledModules.filter((name) => !isBuiltin(name)) };

type Props = {
  params: Promise<{ id: string }>;
  searchParams: Promise<{ sign_in?: string | string[] }>;
};

export default async function ActionPage({ params, searchParams }: Props) {
  const id = pathId((await params).id);
  const { sign_in } = await searchParams;
  const signInId = typeof sign_in === 'string' && sign_in !== '' ? sign_in : null;
  const ctx = await requireAdmin(actionPath(id, signInId === null ? {} : { signIn: signInId }));
  const action = await orNotFound(getAction(ctx, id));
  const trigger = triggerOf(action);
  const [bindings, observed, tries] = await Promise.all([
    listBindings(ctx, trigger, { page: 0, perPage: 100 }),
    observedPaths(ctx),
    isRunnable(trigger) ? triesOf(ctx, { id, trigger, signInId }) : null,
  ]);
  return (
    <ActionEditor
      key={`${id} ${signInId}`}
      opened={{ action, isBound: bindings.items.some((bound) => bound.action.id === id) }}
      known={{ modules, metadata: observed }}
      tries={tries}
      actions={{
        save: saveActionAction,
        setSecret: setActionSecretAction,
        deploy: deployActionAction,
        rollBack: rollBackActionAction,
        listVersions: listActionVersionsAction,
        bind: bindActionAction,
        remove: deleteActionAction,
        createTest: createActionTestAction,
        updateTest: updateActionTestAction,
        deleteTest: deleteActionTestAction,
        findUsers: findUsersAction,
        recentSignIns: recentSignInsAction,
        getSignIn: getSignInAction,
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

type Tried = { id: string; trigger: RunnableTrigger; signInId: string | null };

async function triesOf(ctx: Context, { id, trigger, signInId }: Tried): Promise<Tries> {
  const [initialTests, clients, { users }] = await Promise.all([
    listActionTests(ctx, id),
    listClients(ctx),
    listUsers(ctx, { per_page: 10 }),
  ]);
  const applications = clients
    .filter(({ app_type }) => (app_type === 'non_interactive') === (trigger === 'credentials-exchange'))
    .map(({ client_id, name }) => ({ clientId: client_id, name }));
  return { initialTests, applications, users, signInId: trigger === 'post-login' ? signInId : null };
}
