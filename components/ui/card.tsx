import { cardVariants } from '@heroui/styles';
import type { ReactNode } from 'react';

type CardProps = {
  title?: ReactNode;
  description?: ReactNode;
  /** Buttons beside the title. */
  actions?: ReactNode;
  children: ReactNode;
  footer?: ReactNode;
  /** Names the region for screen readers; the title does so where there is one. */
  id?: string;
  className?: string;
};

/** A titled part of a page: one subject, at most one form. */
export function Card({ title, description, actions, children, footer, id, className }: CardProps) {
  const titleId = id && title ? `${id}-title` : undefined;
  const slots = cardVariants();
  return (
    <section id={id} aria-labelledby={titleId} className={`${slots.base()} gap-0 p-0 ${className ?? ''}`}>
      {title ? (
        <div className="flex flex-wrap items-start justify-between gap-3 px-5 pt-4 pb-1">
          <div className="min-w-0">
            <h2 id={titleId} className="text-[15px] font-semibold tracking-tight">
              {title}
            </h2>
            {description ? <p className="mt-0.5 text-[13px] text-muted">{description}</p> : null}
          </div>
          {actions}
        </div>
      ) : null}
      <div className="px-5 pt-3 pb-5">{children}</div>
      {footer ? (
        <div className="flex flex-wrap items-center justify-end gap-2 rounded-b-[inherit] border-t border-separator bg-surface-secondary/50 px-5 py-3">
          {footer}
        </div>
      ) : null}
    </section>
  );
}
