import type { ComponentProps, ReactNode } from 'react';

type AuthFieldProps = Omit<ComponentProps<'input'>, 'id' | 'className'> & {
  name: string;
  label: string;
  error: string | undefined;
  /** Beside the label. */
  aside?: ReactNode;
};

/** A labelled input of the sign-in pages: the browser's own, so that it works before any script has loaded. */
export function AuthField({ label, error, aside, ...input }: AuthFieldProps) {
  const { name } = input;
  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex items-center justify-between">
        <label htmlFor={name} className="text-sm font-medium">
          {label}
        </label>
        {aside}
      </div>
      <input
        {...input}
        id={name}
        aria-invalid={error !== undefined}
        data-invalid={error !== undefined}
        aria-describedby={error === undefined ? undefined : `${name}-error`}
        className="input input--primary h-10 w-full"
      />
      {error === undefined ? null : (
        <p id={`${name}-error`} className="text-[13px] leading-5 text-danger-soft-foreground">
          {error}
        </p>
      )}
    </div>
  );
}
