import { ChevronDown } from 'lucide-react';

type PlainSelectProps = {
  label: string;
  /** The label is for screen readers only. */
  isLabelShown?: boolean;
  name?: string;
  value: string;
  options: readonly { value: string; name: string }[];
  onChange: (value: string) => void;
  className?: string;
};

/** The browser's own select, for short lists of plain choices. */
export function PlainSelect({
  label,
  isLabelShown,
  name,
  value,
  options,
  onChange,
  className,
}: PlainSelectProps) {
  return (
    <label className={`inline-flex flex-col gap-1 ${className ?? ''}`}>
      <span className={isLabelShown ? 'text-sm font-medium text-foreground' : 'sr-only'}>{label}</span>
      <span className="relative inline-flex">
        <select
          name={name}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          className={`w-full appearance-none truncate rounded-field border border-field-border bg-field ps-3 pe-8 text-sm text-field-foreground outline-none focus-visible:status-focused ${isLabelShown ? 'h-10 md:h-9' : 'h-9 md:h-8'}`}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.name}
            </option>
          ))}
        </select>
        <ChevronDown
          className="pointer-events-none absolute end-2.5 top-1/2 size-3.5 -translate-y-1/2 text-muted"
          aria-hidden="true"
        />
      </span>
    </label>
  );
}
