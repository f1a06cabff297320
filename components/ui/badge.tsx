import { chipVariants } from '@heroui/styles';
import type { ReactNode } from 'react';

export type Tone = 'default' | 'accent' | 'success' | 'warning' | 'danger';

/** A short state beside a name. Colour never says it alone. */
export function Badge({ tone = 'default', children }: { tone?: Tone; children: ReactNode }) {
  const slots = chipVariants({ color: tone, size: 'sm', variant: 'soft' });
  return (
    <span className={`${slots.base()} gap-1 rounded-md px-1.5 [&_svg]:size-3`}>
      <span className="flex items-center gap-1">{children}</span>
    </span>
  );
}
