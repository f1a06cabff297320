'use client';

import { useCallback, useRef, useState } from 'react';
import type { Action, ActionFailure, ActionResult } from '@/lib/http/schemas';

const unreachable: ActionFailure = {
  ok: false,
  code: 'unavailable',
  message: 'Annex could not be reached. Check the connection and try again; nothing is lost on this page.',
};

/**
 * Calls a server action and keeps what came of it: `failure` until the next call, `isPending` while it runs. A second
 * call while one runs is ignored and gives null.
 */
export function useAction<I, O>(action: Action<I, O>) {
  const [isPending, setPending] = useState(false);
  const [failure, setFailure] = useState<ActionFailure | null>(null);
  const isRunning = useRef(false);
  const run = useCallback(
    async (input: I): Promise<ActionResult<O> | null> => {
      if (isRunning.current) return null;
      isRunning.current = true;
      setPending(true);
      try {
        const result = await action(input);
        setFailure(result.ok ? null : result);
        return result;
      } catch {
        setFailure(unreachable);
        return unreachable;
      } finally {
        isRunning.current = false;
        setPending(false);
      }
    },
    [action],
  );
  const reset = useCallback(() => setFailure(null), []);
  return { run, isPending, failure, fields: failure?.fields ?? {}, reset };
}
