'use client';

import { type FormEvent, useActionState, useState } from 'react';
import type { ActionResult, FormAction, FormAnswer } from '@/lib/http/schemas';

/**
 * A form that ends by leaving the page. Without scripts it posts to `action`; with them to the route at `url`, whose
 * answer is shown or followed by the whole window. It stays pending until the new page is there.
 */
export function useFormPost<T>(url: string, action: FormAction<T>) {
  const [unscripted, submit] = useActionState(action, null);
  const [answer, setAnswer] = useState<ActionResult<T> | null>(null);
  const [isPending, setPending] = useState(false);

  const post = async (form: HTMLFormElement, pressed: HTMLElement | null) => {
    setPending(true);
    try {
      const response = await fetch(url, { method: 'POST', body: new FormData(form, pressed) });
      const result = (await response.json()) as FormAnswer<T>;
      if (result.leaveFor !== undefined) {
        window.location.assign(result.leaveFor);
        return;
      }
      setAnswer(result);
    } catch {
      const message = 'The server could not be reached. Check the connection and try again.';
      setAnswer({ ok: false, code: 'unavailable', message });
    }
    setPending(false);
  };

  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    // As without scripts, the button that was pressed says its name and value.
    const { nativeEvent } = event;
    const pressed = nativeEvent instanceof SubmitEvent ? nativeEvent.submitter : null;
    if (!isPending) void post(event.currentTarget, pressed);
  };
  return { result: answer ?? unscripted, isPending, form: { action: submit, onSubmit } };
}
