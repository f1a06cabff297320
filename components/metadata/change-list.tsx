import { Minus, Pencil, Plus } from 'lucide-react';
import type { Difference } from './diff-json';
import { JsonValue } from './json-value';

const kinds = {
  added: { word: 'Added', Icon: Plus, tone: 'text-success-soft-foreground' },
  removed: { word: 'Removed', Icon: Minus, tone: 'text-danger-soft-foreground' },
  changed: { word: 'Changed', Icon: Pencil, tone: 'text-muted' },
} as const;

function kindOf({ before, after }: Difference): keyof typeof kinds {
  if (before === undefined) return 'added';
  return after === undefined ? 'removed' : 'changed';
}

/** A path through metadata, its parts told apart. */
export function PathName({ path }: { path: readonly string[] }) {
  return (
    <code className="font-mono text-[12.5px] font-medium wrap-anywhere">
      {path.map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a path do not move
        <span key={index}>
          {index > 0 ? <span className="px-px text-muted">.</span> : null}
          {part}
        </span>
      ))}
    </code>
  );
}

/** Differences, one below the other, before above after. */
export function ChangeList({ changes, label }: { changes: readonly Difference[]; label: string }) {
  return (
    <ul aria-label={label} className="divide-y divide-separator">
      {changes.map((change) => {
        const { word, Icon, tone } = kinds[kindOf(change)];
        return (
          <li key={change.path.join('\u0000')} className="flex gap-2.5 py-2 first:pt-0 last:pb-0">
            <Icon className={`mt-1 size-3.5 shrink-0 ${tone}`} aria-hidden="true" />
            <div className="grid min-w-0 flex-1 gap-x-4 gap-y-1 sm:grid-cols-[13rem_minmax(0,1fr)]">
              <div className="pt-0.5">
                <span className="sr-only">{word} </span>
                <PathName path={change.path} />
              </div>
              <div className="flex flex-col gap-1">
                {change.before === undefined ? null : <JsonValue value={change.before} tone="removed" />}
                {change.after === undefined ? null : <JsonValue value={change.after} tone="added" />}
              </div>
            </div>
          </li>
        );
      })}
    </ul>
  );
}
