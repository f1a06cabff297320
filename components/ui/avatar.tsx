'use client';

import { useState } from 'react';

function initials(name: string): string {
  const words = (name.split('@')[0] ?? '').split(/[\s._-]+/).filter(Boolean);
  const ends = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  const letters = ends.map((word) => [...(word ?? '')][0] ?? '');
  return letters.join('').toUpperCase() || '?';
}

const sizes = { sm: 'size-8 text-xs', md: 'size-10 text-sm', lg: 'size-14 text-lg' } as const;

type AvatarProps = { name: string; picture?: string | undefined; size?: keyof typeof sizes };

/** A person's picture, or their initials until and unless it loads. Decorative: the name stands beside it. */
export function Avatar({ name, picture, size = 'md' }: AvatarProps) {
  const [shown, setShown] = useState<string | null>(null);
  return (
    <span
      aria-hidden="true"
      className={`relative grid shrink-0 place-items-center overflow-hidden rounded-full bg-accent-soft font-medium text-accent-soft-foreground select-none ${sizes[size]}`}
    >
      {initials(name)}
      {picture ? (
        // biome-ignore lint/performance/noImgElement: pictures are anywhere on the web; the server fetches none of them
        <img
          src={picture}
          alt=""
          loading="lazy"
          decoding="async"
          referrerPolicy="no-referrer"
          // A picture that was there before scripts ran has no load event left.
          ref={(image) => {
            if (image?.complete && image.naturalWidth > 0) setShown(picture);
          }}
          onLoad={() => setShown(picture)}
          className={`absolute inset-0 size-full object-cover transition-opacity ${shown === picture ? '' : 'opacity-0'}`}
        />
      ) : null}
    </span>
  );
}
