'use client';

import { type ReactNode, useEffect, useRef } from 'react';
import { useFormPost } from '@/components/ui/use-form-post';
import type { FormAction } from '@/lib/http/schemas';

type Shown = { fields: Record<string, string>; data: Record<string, unknown> };

type OneTimeFormProps<T> = {
  /** Where the form posts when scripts run. */
  url: string;
  action: FormAction<T>;
  hidden: Record<string, string>;
  submitLabel: string;
  pendingLabel: string;
  children?: (shown: Shown) => ReactNode;
  /** What stands in the form's place once it was answered. */
  answered: (answer: T) => ReactNode;
};

const nothing: Shown = { fields: {}, data: {} };

/** A form of the pages behind our mails: it is answered once, and says by field what to mend. Works without script. */
export function OneTimeForm<T>(props: OneTimeFormProps<T>) {
  const { url, action, hidden, submitLabel, pendingLabel, children, answered } = props;
  const { result, isPending, form: post } = useFormPost(url, action);
  const form = useRef<HTMLFormElement>(null);
  const failure = result?.ok === false ? result : null;
  const fields = failure?.fields ?? nothing.fields;
  const isByField = Object.keys(fields).length > 0;

  useEffect(() => {
    if (failure) form.current?.querySelector<HTMLInputElement>('[aria-invalid=true]')?.focus();
  }, [failure]);

  if (result?.ok) return <div role="status">{answered(result.data)}</div>;
  return (
    <form ref={form} {...post} noValidate className="flex flex-col gap-4">
      {Object.entries(hidden).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <div role="alert" className="empty:hidden">
        {failure && isByField ? <span className="sr-only">Something is missing or not right.</span> : null}
        {failure && !isByField ? (
          <div className="rounded-xl bg-danger-soft px-4 py-3 text-[13px] leading-5 text-danger-soft-foreground">
            {failure.message}
          </div>
        ) : null}
      </div>
      {children?.({ fields, data: failure?.data ?? nothing.data })}
      <button
        type="submit"
        aria-disabled={isPending}
        onClick={(event) => (isPending ? event.preventDefault() : undefined)}
        className="button button--primary button--lg mt-1 w-full"
      >
        {isPending ? pendingLabel : submitLabel}
      </button>
    </form>
  );
}
