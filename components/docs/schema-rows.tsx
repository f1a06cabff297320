import type { Row } from './describe-api';

/** Members of a value, those of its objects indented below them. */
export function SchemaRows({ rows, label }: { rows: Row[]; label: string }) {
  return (
    <ul
      aria-label={label}
      className="divide-y divide-separator overflow-x-auto rounded-lg border border-border bg-surface"
    >
      {rows.map((row, index) => (
        <li
          // biome-ignore lint/suspicious/noArrayIndexKey: a schema does not change while it is shown
          key={index}
          className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5 px-3 py-1.5"
          style={{ paddingInlineStart: `${0.75 + Math.max(0, row.depth - 1) * 1.25}rem` }}
        >
          {row.name === '' ? null : <code className="font-mono text-[13px] font-medium">{row.name}</code>}
          <span className="text-[13px] text-muted">{row.type}</span>
          {row.isRequired && row.name !== '' ? (
            <span className="text-2xs font-medium text-warning-soft-foreground">required</span>
          ) : null}
          {row.notes.length > 0 ? (
            <span className="text-[13px] text-muted">{row.notes.join(' · ')}</span>
          ) : null}
        </li>
      ))}
    </ul>
  );
}
