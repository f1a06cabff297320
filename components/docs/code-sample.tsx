import { CopyButton } from '@/components/ui/copy-button';

/** Code to copy, as it is. */
export function CodeSample({ label, code }: { label: string; code: string }) {
  return (
    <figure aria-label={label} className="relative rounded-xl border border-border bg-surface">
      <pre className="overflow-x-auto p-4 pe-12 font-mono text-[13px] leading-5">
        <code>{code}</code>
      </pre>
      <span className="absolute end-2 top-2">
        <CopyButton value={code} label={`Copy: ${label}`} />
      </span>
    </figure>
  );
}
