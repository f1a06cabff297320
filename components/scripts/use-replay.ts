import { useQueryState } from 'nuqs';
import { useEffect, useEffectEvent, useState } from 'react';
import type { Action } from '@/lib/http/schemas';
import {
  type ReplayCase,
  type ReplayCaseFilter,
  type ReplayCaseSummary,
  type ReplayInput,
  type ReplayView,
  replayView,
} from '@/lib/trials/schemas';
import { postJson } from './post-json';

const everyMs = 1_000;

export type ReplayActions = {
  startReplay: Action<ReplayInput, ReplayView>;
  cancelReplay: Action<{ id: string }, ReplayView>;
  listCases: Action<{ id: string; filter: ReplayCaseFilter }, { cases: ReplayCaseSummary[]; next?: number }>;
  getCase: Action<{ id: string; position: number }, ReplayCase>;
};

/** Whether it may still change. */
export const isUnderWay = ({ status }: ReplayView): boolean => status === 'pending' || status === 'running';

/** Which code a replay is about. */
type Tried = Pick<ReplayInput, 'script' | 'rule_id' | 'code' | 'action_id'>;
export type ReplayChoices = Omit<ReplayInput, keyof Tried>;

type Options = {
  /** The code as a replay tries it. */
  tried: (code: string) => Tried;
  code: string;
  latestCode: () => string;
  actions: ReplayActions;
};

/** The replay of a rule or Action: the one that the address names, followed until it has ended. */
export function useReplay({ tried, code, latestCode, actions }: Options) {
  const [id, setId] = useQueryState('replay');
  const [view, setView] = useState<ReplayView | null>(null);
  const [isStarting, setStarting] = useState(false);
  const [message, setMessage] = useState<string | null>(null);
  /** The code that it is about; null where it was begun before this page. */
  const [ran, setRan] = useState<string | null>(null);

  const look = useEffectEvent(async (signal: AbortSignal): Promise<boolean> => {
    if (id === null) return false;
    try {
      const result = await postJson('/console/replay', { id }, { schema: replayView, signal });
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

  const start = async (choices: ReplayChoices) => {
    if (isStarting) return;
    const latest = latestCode();
    setStarting(true);
    const result = await actions.startReplay({ ...choices, ...tried(latest) }).catch(() => null);
    setStarting(false);
    setMessage(
      result?.ok ? null : (result?.message ?? 'The replay did not begin: Annex could not be reached.'),
    );
    if (!result?.ok) return;
    setRan(latest);
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
    isCurrent: ran === null || ran === code,
    start: (choices: ReplayChoices) => void start(choices),
    cancel: () => void cancel(),
  };
}

export type Replay = ReturnType<typeof useReplay>;
