'use client';

import { Button } from '@heroui/react/button';
import { KeyRound, Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';

type ValueListProps = {
  label: string;
  values: readonly { key: string; says: ReactNode }[];
  onReplace: (key: string) => void;
  onDelete: (key: string) => void;
};

/** Values that code reads and nobody can see, by their names. */
export function ValueList({ label, values, onReplace, onDelete }: ValueListProps) {
  return (
    <ul aria-label={label} className="@container -mx-2 divide-y divide-separator">
      {values.map(({ key, says }) => (
        <li key={key} className="flex items-center gap-3 px-2 py-1.5">
          <KeyRound className="size-4 shrink-0 text-muted" aria-hidden="true" />
          <span className="min-w-0 flex-1">
            <code className="block truncate font-mono text-[13px]">{key}</code>
            <span className="block truncate text-xs text-muted">{says}</span>
          </span>
          <span className="text-muted @max-md:hidden" aria-hidden="true">
            ••••••••
          </span>
          <Button size="sm" variant="ghost" aria-label={`Replace ${key}`} onPress={() => onReplace(key)}>
            Replace
          </Button>
          <Button
            isIconOnly
            size="sm"
            variant="ghost"
            aria-label={`Delete ${key}`}
            onPress={() => onDelete(key)}
          >
            <Trash2 className="text-muted" aria-hidden="true" />
          </Button>
        </li>
      ))}
    </ul>
  );
}
