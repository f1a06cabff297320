'use client';

import { type ReactNode, useEffect, useRef } from 'react';
import { useFormPost } from '@/components/ui/use-form-post';
import type { FormAction } from '@/lib/http/schemas';
import type { FormState } from './form-values';

type AuthFormProps = {
  /** Where the form posts when scripts run. */
  url: string;
  action: FormAction<FormState>;
  state: string;
  submitLabel: string;
  pendingLabel: string;
  children: (shown: { typed: Record<string, string>; fields: Record<string, string> }) => ReactNode;
  /** What to offer when it failed for this reason. */
  wayOut?: (reason: FormState['failure']['reason']) => ReactNode;
};

/** A form of the sign-in pages. It works with and without script. */
export function AuthForm({ url, action, state, submitLabel, pendingLabel, children, wayOut }: AuthFormProps) {
  const { result, isPending, form: post } = useFormPost(url, action);
  const form = useRef<HTMLFormElement>(null);
  const shown = result?.ok ? result.data : undefined;
  const fields = shown?.failure.fields ?? {};
  const hasFieldErrors = Object.keys(fields).length > 0;
  const message = result?.ok === false ? result.message : shown?.failure.message;

  useEffect(() => {
    if (!result) return;
    const first = form.current?.querySelector<HTMLInputElement>('[aria-invalid=true], [name=password]');
    first?.focus();
  }, [result]);

  return (
    <form ref={form} {...post} noValidate className="flex flex-col gap-4">
      <input type="hidden" name="state" value={state} />
      <div role="alert" className="empty:hidden">
        {message && hasFieldErrors ? <span className="sr-only">{message}</span> : null}
        {message && !hasFieldErrors ? (
          <div className="rounded-xl bg-danger-soft px-4 py-3 text-[13px] leading-5 text-danger-soft-foreground">
            {message} {shown ? wayOut?.(shown.failure.reason) : null}
          </div>
        ) : null}
      </div>
      {children({ typed: shown?.typed ?? {}, fields })}
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
