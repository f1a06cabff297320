'use client';

import { Avatar as Kit } from '@heroui/react/avatar';

function initials(name: string): string {
  const words =
    name
      .split('@')[0]
      ?.split(/[\s._-]+/)
      .filter(Boolean) ?? [];
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map(
    (word) => [...(word ?? '')][0] ?? '',
  );
  return letters.join('').toUpperCase() || '?';
}

type AvatarProps = {
  name: string;
  picture?: string | undefined;
  size?: 'sm' | 'md' | 'lg';
  className?: string;
};

/** A person's picture, or their initials until and unless it loads. Decorative: the name stands beside it. */
export function Avatar({ name, picture, size = 'md', className }: AvatarProps) {
  return (
    <Kit
      size={size}
      color="accent"
      variant="soft"
      aria-hidden="true"
      className={`rounded-full ${className ?? ''}`}
    >
      {picture ? <Kit.Image src={picture} alt="" referrerPolicy="no-referrer" /> : null}
      <Kit.Fallback>{initials(name)}</Kit.Fallback>
    </Kit>
  );
}
