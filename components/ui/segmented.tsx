import { useId } from 'react';

type SegmentedProps<T extends string> = {
  /** For screen readers, unless `isLegendShown`. */
  legend: string;
  isLegendShown?: boolean;
  value: T;
  options: readonly { id: T; name: string }[];
  onChange: (value: T) => void;
};

/** One of a few choices that are all in sight: the browser's own radio buttons. */
export function Segmented<T extends string>(props: SegmentedProps<T>) {
  const { legend, isLegendShown, value, options, onChange } = props;
  const name = useId();
  return (
    <fieldset className="min-w-0">
      <legend className={isLegendShown ? 'mb-1 text-sm font-medium' : 'sr-only'}>{legend}</legend>
      <div className="grid auto-cols-fr grid-flow-col rounded-lg bg-default p-0.5">
        {options.map((option) => (
          <label
            key={option.id}
            className="flex cursor-pointer items-center justify-center rounded-md px-2 py-1 text-center text-[13px] leading-5 font-medium text-muted has-checked:bg-surface has-checked:text-foreground has-checked:shadow-surface has-focus-visible:status-focused"
          >
            <input
              type="radio"
              name={name}
              value={option.id}
              checked={value === option.id}
              onChange={() => onChange(option.id)}
              className="sr-only"
            />
            {option.name}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
