import { useEffect, useEffectEvent, useState } from 'react';
import { z } from 'zod';
import { type SignInFilter, type SignInSummary, signInSummary } from '@/lib/sign-ins/schemas';

const everyMs = 3_000;

const answer = z.union([
  z.object({
    ok: z.literal(true),
    data: z.object({ sign_ins: z.array(signInSummary), next: z.string().optional() }),
  }),
  z.object({ ok: z.literal(false), message: z.string() }),
]);

export type SignInPage = { sign_ins: readonly SignInSummary[]; next?: string | undefined };

async function latest(filter: SignInFilter, signal: AbortSignal): Promise<z.infer<typeof answer>> {
  const response = await fetch('/console/sign-ins/latest', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(filter),
    signal,
  });
  if (!response.ok) throw new Error(`The log answered ${response.status}.`);
  return answer.parse(await response.json());
}

/**
 * The newest sign-ins, asked for again every three seconds while `isLive` and while somebody looks at the page. When
 * the server cannot be reached, what is there stays, `problem` says so, and asking goes on.
 */
export function useTail(initial: SignInPage, filter: SignInFilter, isLive: boolean) {
  const [page, setPage] = useState(initial);
  const [problem, setProblem] = useState<string | null>(null);
  /** How many came since the page was opened. */
  const [arrived, setArrived] = useState(0);

  const take = useEffectEvent((next: SignInPage) => {
    const known = new Set(page.sign_ins.map(({ id }) => id));
    const fresh = next.sign_ins.filter(({ id }) => !known.has(id)).length;
    if (fresh > 0) setArrived((count) => count + fresh);
    setPage(next);
    setProblem(null);
  });
  const ask = useEffectEvent(async (signal: AbortSignal) => {
    if (document.visibilityState !== 'visible') return;
    try {
      const result = await latest(filter, signal);
      if (signal.aborted) return;
      if (result.ok) take(result.data);
      else setProblem(result.message);
    } catch {
      if (!signal.aborted) setProblem('Annex could not be reached. The log goes on when it can.');
    }
  });

  useEffect(() => {
    if (!isLive) return;
    const controller = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const again = async () => {
      await ask(controller.signal);
      if (!controller.signal.aborted) timer = setTimeout(again, everyMs);
    };
    timer = setTimeout(again, everyMs);
    return () => {
      controller.abort();
      clearTimeout(timer);
    };
  }, [isLive]);

  return { page, problem: isLive ? problem : null, arrived };
}
