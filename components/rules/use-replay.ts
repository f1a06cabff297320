import { useQueryState } from 'nuqs';
import { useEffect, useEffectEvent, useState } from 'react';
import { postJson } from '@/components/scripts/post-json';
import type { Action } from '@/lib/http/schemas';
import {
  type ReplayCase,
  type ReplayCaseFilter,
  type ReplayCaseSummary,
  type ReplayInput,
  type ReplayView,
  replayView,
} from '@/lib/trials/schemas';

const everyMs = 1_000;

export type ReplayActions = {
  startReplay: Action<ReplayInput, ReplayView>;
  cancelReplay: Action<{ id: string }, ReplayView>;
  listCases: Action<{ id: string; filter: ReplayCaseFilter }, { cases: ReplayCaseSummary[]; next?: number }>;
  getCase: Action<{ id: string; position: number }, ReplayCase>;
};

/** Whether it may still change. */
export const isUnderWay = ({ status }: ReplayView): boolean => status === 'pending' || status === 'running';

type Options = { ruleId: string; script: string; latestScript: () => string; actions: ReplayActions };

/** The replay of a rule: the one that the address names, followed until it has ended. */
export function useReplay({ ruleId, script, latestScript, actions }: Options) {
  const [id, setId] = useQueryState('replay');
  const [view, setView] = useState<ReplayView | null>(null);
  const [isStarting, setStarting] = useState(false);
  const [message, setMessage] = useState<string | null>(null);
  /** The code that it is about; null where it was begun before this page. */
  const [ran, setRan] = useState<string | null>(null);

  const look = useEffectEvent(async (signal: AbortSignal): Promise<boolean> => {
    if (id === null) return false;
    try {
      const result = await postJson('/console/rules/replay', { id }, { schema: replayView, signal });
      if (signal.aborted) return false;
      setMessage(result.ok ? null : result.message);
      if (result.ok) setView(result.data);
      return result.ok && isUnderWay(result.data);
    } catch {
      if (!signal.aborted) setMessage('Annex could not be reached. The replay goes on without this page.');
      return true;
    }
  });

  useEffect(() => {
    if (id === null) return;
    const controller = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const again = async () => {
      const isOn = await look(controller.signal);
      if (isOn && !controller.signal.aborted) timer = setTimeout(again, everyMs);
    };
    void again();
    return () => {
      controller.abort();
      clearTimeout(timer);
    };
  }, [id]);

  const start = async (input: Omit<ReplayInput, 'script' | 'rule_id'>) => {
    if (isStarting) return;
    const code = latestScript();
    setStarting(true);
    const result = await actions.startReplay({ ...input, script: code, rule_id: ruleId }).catch(() => null);
    setStarting(false);
    setMessage(
      result?.ok ? null : (result?.message ?? 'The replay did not begin: Annex could not be reached.'),
    );
    if (!result?.ok) return;
    setRan(code);
    setView(result.data);
    void setId(result.data.id);
  };

  const cancel = async () => {
    if (id === null) return;
    const result = await actions.cancelReplay({ id }).catch(() => null);
    if (result?.ok) setView(result.data);
    else setMessage(result?.message ?? 'Annex could not be reached, so the replay goes on.');
  };

  return {
    view: view?.id === id ? view : null,
    /** One is named by the address and has not been looked at yet. */
    isLoading: id !== null && view?.id !== id && message === null,
    isStarting,
    message,
    isCurrent: ran === null || ran === script,
    start: (input: Omit<ReplayInput, 'script' | 'rule_id'>) => void start(input),
    cancel: () => void cancel(),
  };
}

export type Replay = ReturnType<typeof useReplay>;
