import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';

const looks = {
  info: { box: 'bg-default-soft text-foreground', Icon: Info },
  success: { box: 'bg-success-soft text-success-soft-foreground', Icon: CircleCheck },
  warning: { box: 'bg-warning-soft text-warning-soft-foreground', Icon: TriangleAlert },
  danger: { box: 'bg-danger-soft text-danger-soft-foreground', Icon: CircleAlert },
} as const;

type NoticeProps = {
  tone?: keyof typeof looks;
  title?: ReactNode;
  children?: ReactNode;
  actions?: ReactNode;
  /** Read out as soon as it appears; for outcomes, not for what stands there from the start. */
  isLive?: boolean;
  className?: string;
};

/** A message that stays in the page. */
export function Notice({ tone = 'info', title, children, actions, isLive, className }: NoticeProps) {
  const { box, Icon } = looks[tone];
  return (
    <div
      role={isLive ? (tone === 'danger' ? 'alert' : 'status') : undefined}
      className={`flex gap-3 rounded-xl px-4 py-3 ${box} ${className ?? ''}`}
    >
      <Icon className="mt-0.5 size-4 shrink-0" aria-hidden="true" />
      <div className="min-w-0 flex-1">
        {title ? <p className="font-medium">{title}</p> : null}
        {children ? <div className="text-[13px] leading-5 break-words">{children}</div> : null}
        {actions ? <div className="mt-2.5 flex flex-wrap gap-2">{actions}</div> : null}
      </div>
    </div>
  );
}
