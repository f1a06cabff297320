'use client';

import { useFormPost } from '@/components/ui/use-form-post';
import type { FormAction } from '@/lib/http/schemas';

type ConsentFormProps = { action: FormAction<null>; state: string };

const answers = [
  { answer: 'accept', label: 'Accept', style: 'button--primary' },
  { answer: 'decline', label: 'Decline', style: 'button--tertiary' },
] as const;

/** Yes or no, each its own button. Works with and without script. */
export function ConsentForm({ action, state }: ConsentFormProps) {
  const { result, isPending, form: post } = useFormPost('/u/consent/answer', action);
  return (
    <form {...post} className="flex flex-col gap-3">
      <input type="hidden" name="state" value={state} />
      <div role="alert" className="empty:hidden">
        {result?.ok === false ? (
          <div className="rounded-xl bg-danger-soft px-4 py-3 text-[13px] leading-5 text-danger-soft-foreground">
            {result.message}
          </div>
        ) : null}
      </div>
      {answers.map(({ answer, label, style }) => (
        <button
          key={answer}
          type="submit"
          name="answer"
          value={answer}
          aria-disabled={isPending}
          onClick={(event) => (isPending ? event.preventDefault() : undefined)}
          className={`button ${style} button--lg w-full`}
        >
          {label}
        </button>
      ))}
    </form>
  );
}
