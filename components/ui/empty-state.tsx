import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

type EmptyStateProps = { Icon: LucideIcon; title: string; children?: ReactNode; actions?: ReactNode };

/** What stands where a list has nothing to show: why, and what to do about it. */
export function EmptyState({ Icon, title, children, actions }: EmptyStateProps) {
  return (
    <div className="flex flex-col items-center px-6 py-16 text-center">
      <span className="mb-4 grid size-11 place-items-center rounded-xl bg-default text-muted">
        <Icon className="size-5" aria-hidden="true" />
      </span>
      <p className="font-medium">{title}</p>
      {children ? (
        <div className="mt-1 w-full max-w-md text-[13px] leading-5 text-muted">{children}</div>
      ) : null}
      {actions ? <div className="mt-5 flex flex-wrap justify-center gap-2">{actions}</div> : null}
    </div>
  );
}
