import { useRef, useState } from 'react';
import type { ActionFailure, ActionResult } from '@/lib/http/schemas';

const oneLineEnds = (text: string) => text.replaceAll('\r\n', '\n');

/** Whether two texts are the same code. */
export const isSameCode = (a: string, b: string): boolean => oneLineEnds(a) === oneLineEnds(b);

/** What a change comes to when no answer comes. */
export const unreachable: ActionFailure = {
  ok: false,
  code: 'unavailable',
  message: 'Annex could not be reached. Check the connection and save again; your code is still here.',
};

/** Code as it is typed. */
export function useTypedCode(first: string) {
  const [code, show] = useState(first);
  // what is typed is here at once; a shortcut may come before the next render
  const typed = useRef(first);
  return {
    code,
    setCode: (text: string) => {
      typed.current = text;
      show(text);
    },
    /** The code with the last key in it, for what a key starts. */
    latestCode: () => typed.current,
  };
}

/**
 * Changes of what is stored, one at a time. `settle` is told of each end, with why it was refused, and says whether that
 * is a conflict, which is shown in its own way and is no failure.
 */
export function useChanges(settle: (refusal: ActionFailure | null) => boolean) {
  const [isPending, setPending] = useState(false);
  const [failure, setFailure] = useState<ActionFailure | null>(null);

  /** Null where another change is under way. */
  async function during<T>(work: () => Promise<ActionResult<T>>): Promise<ActionResult<T> | null> {
    if (isPending) return null;
    setPending(true);
    const result = await work().catch(() => unreachable);
    setPending(false);
    const isConflict = settle(result.ok ? null : result);
    setFailure(result.ok || isConflict ? null : result);
    return result;
  }

  return { isPending, failure, forget: () => setFailure(null), during };
}
