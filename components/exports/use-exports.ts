'use client';

import { useCallback, useEffect, useState } from 'react';
import type { ActionResult } from '@/lib/http/schemas';
import type { UsersExport } from '@/lib/jobs';

const intervalMs = 1000;
/** Until the list is asked for again when it could not be had. */
const retryMs = 5000;

const unreachable: ActionResult<UsersExport[]> = {
  ok: false,
  code: 'unavailable',
  message: 'Annex could not be reached. Exports go on meanwhile.',
};

async function load(): Promise<ActionResult<UsersExport[]>> {
  try {
    const response = await fetch('/console/exports', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    return response.ok ? await response.json() : unreachable;
  } catch {
    return unreachable;
  }
}

export const isUnderWay = ({ status }: UsersExport) => status === 'waiting' || status === 'running';

/** The administrator's newest exports, looked at once `isWatching` and again and again while one is under way. */
export function useExports(isWatching: boolean) {
  const [result, setResult] = useState<ActionResult<UsersExport[]> | null>(null);
  const refresh = useCallback(async () => setResult(await load()), []);
  const goesOn = result === null || !result.ok || result.data.some(isUnderWay);
  useEffect(() => {
    if (!isWatching || !goesOn) return;
    const timer = setTimeout(refresh, result === null ? 0 : result.ok ? intervalMs : retryMs);
    return () => clearTimeout(timer);
  }, [isWatching, goesOn, result, refresh]);
  return { result, refresh };
}
