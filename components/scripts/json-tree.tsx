import { ChevronRight } from 'lucide-react';
import { CopyButton } from '@/components/ui/copy-button';

type Value = string | number | boolean | null | undefined | Value[] | { [key: string]: Value };

type JsonTreeProps = { value: { [key: string]: Value }; label: string };

/** An object of JSON to read: parts open and close, the whole can be copied. */
export function JsonTree({ value, label }: JsonTreeProps) {
  return (
    <div className="flex items-start gap-1">
      <ul aria-label={label} className="min-w-0 flex-1 font-mono text-[12.5px] leading-5.5">
        {Object.entries(value).map(([name, each]) => (
          <Member key={name} name={name} value={each} />
        ))}
      </ul>
      <CopyButton value={JSON.stringify(value, null, 2)} label={`Copy ${label}`} />
    </div>
  );
}

const isParent = (value: Value): value is Value[] | { [key: string]: Value } =>
  typeof value === 'object' && value !== null && Object.keys(value).length > 0;

function Member({ name, value }: { name: string; value: Value }) {
  if (!isParent(value)) {
    return (
      <li className="ps-4 wrap-anywhere">
        <span className="text-muted">{name}: </span>
        <Leaf value={value} />
      </li>
    );
  }
  const entries = Object.entries(value);
  const size = Array.isArray(value) ? `[${entries.length}]` : `{${entries.length}}`;
  return (
    <li>
      <details className="group/node" open={entries.length <= 4}>
        <summary className="flex cursor-pointer list-none items-center gap-0.5 rounded-sm outline-none focus-visible:status-focused [details[open]>&>svg]:rotate-90">
          <ChevronRight className="size-3.5 shrink-0 text-muted" aria-hidden="true" />
          <span className="text-muted">{name}</span>
          <span className="ps-1 text-xs text-muted">{size}</span>
        </summary>
        <ul className="ms-1.5 border-s border-separator ps-1.5">
          {entries.map(([key, each]) => (
            <Member key={key} name={key} value={each} />
          ))}
        </ul>
      </details>
    </li>
  );
}

function Leaf({ value }: { value: Value }) {
  if (typeof value === 'string') return <span className="text-success-soft-foreground">"{value}"</span>;
  if (typeof value === 'object' && value !== null) return <span>{Array.isArray(value) ? '[]' : '{}'}</span>;
  return <span className="text-accent-soft-foreground">{String(value)}</span>;
}
