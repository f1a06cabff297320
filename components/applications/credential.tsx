import { CopyButton } from '@/components/ui/copy-button';

/** A value to be copied into the application's configuration. Stands in a `dl`. */
export function Credential({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt className="text-[13px] text-muted">{name}</dt>
      <dd className="mt-0.5 flex items-center gap-1">
        <code className="min-w-0 rounded-md bg-default-soft px-2 py-1 font-mono text-[13px] break-all">
          {value}
        </code>
        <CopyButton value={value} label={`Copy ${name.toLowerCase()}`} />
      </dd>
    </div>
  );
}
