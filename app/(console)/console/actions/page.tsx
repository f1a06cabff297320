import type { Metadata } from 'next';
import { ActionList } from '@/components/actions/action-list';
import { byTrigger } from '@/components/actions/by-trigger';
import { CreateAction } from '@/components/actions/create-action';
import { runnableTriggers } from '@/components/actions/trigger-words';
import { PageHeader } from '@/components/layout/page-header';
import { listActions, listBindings } from '@/lib/actions';
import { requireAdmin } from '@/lib/http/page';
import { createActionAction, deleteActionAction, saveBindingsAction } from './actions';

export const metadata: Metadata = { title: 'Actions' };

/** A tenant may not have more of either. */
const all = { page: 0, perPage: 100 };

export default async function ActionsPage() {
  const ctx = await requireAdmin('/console/actions');
  const [actions, ...bindings] = await Promise.all([
    listActions(ctx, {}, all),
    ...runnableTriggers.map((trigger) => listBindings(ctx, trigger, all)),
  ]);
  return (
    <>
      <PageHeader
        title="Actions"
        description="Functions that triggers call, each in the order of its list: at a sign-in, around a sign-up, for a program’s token, after a changed password."
        actions={actions.items.length > 0 ? <CreateAction create={createActionAction} /> : null}
      />
      <ActionList
        groups={byTrigger(
          actions.items,
          bindings.flatMap(({ items }) => items),
        )}
        create={createActionAction}
        saveBindings={saveBindingsAction}
        remove={deleteActionAction}
      />
    </>
  );
}
