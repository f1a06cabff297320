import Link from 'next/link';
import type { ActionView } from '@/lib/actions/schemas';
import { actionPath } from './action-path';
import { ActionBadges, ActionState } from './action-state';

type ActionRowProps = {
  action: ActionView;
  /** What its trigger calls it, where that is another name. */
  name?: string;
  isMuted?: boolean;
  /** Said before its state, such as the trigger in a list of several. */
  says?: string;
};

/** Name of an Action, which leads to its page, and its state. */
export function ActionRow({ action, name = action.name, isMuted = false, says }: ActionRowProps) {
  return (
    <>
      <p className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-0.5">
        <Link
          href={actionPath(action.id)}
          className={`min-w-0 truncate rounded-sm font-medium outline-none hover:underline focus-visible:status-focused ${isMuted ? 'text-muted' : ''}`}
        >
          {name}
        </Link>
        <ActionBadges action={action} />
      </p>
      <p className="truncate text-xs text-muted">
        {says ? `${says} · ` : null}
        {name === action.name ? null : `${action.name} · `}
        <ActionState action={action} />
      </p>
    </>
  );
}
