import { Badge } from '@/components/ui/badge';
import { Time } from '@/components/ui/time';
import type { ActionView } from '@/lib/actions/schemas';

/** What of an Action is deployed, and whether its draft is ahead of that. */
export function ActionState({ action }: { action: ActionView }) {
  const { deployed_version, updated_at } = action;
  return (
    <>
      {deployed_version ? `Version ${deployed_version.number} deployed` : 'Not deployed'} · saved{' '}
      <Time value={updated_at} />
    </>
  );
}

/** What somebody should know before they rely on it. */
export function ActionBadges({ action }: { action: ActionView }) {
  const isAhead = action.deployed_version !== undefined && !action.all_changes_deployed;
  return (
    <>
      {action.status === 'failed' ? <Badge tone="danger">Does not build</Badge> : null}
      {isAhead ? <Badge tone="accent">Draft</Badge> : null}
    </>
  );
}
