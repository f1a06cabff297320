import { useQueryState } from 'nuqs';
import { useEffect, useEffectEvent, useState } from 'react';
import type { Action } from '@/lib/http/schemas';
import {
  type FindReplayInput,
  type ReplayCase,
  type ReplayCaseFilter,
  type ReplayCaseSummary,
  type ReplayFilter,
  type ReplayInput,
  type ReplayView,
  replayView,
} from '@/lib/trials/schemas';
import { postJson } from './post-json';

const everyMs = 1_000;
/** No code is this. */
const otherCode = '\0';

export type ReplayActions = {
  startReplay: Action<ReplayInput, ReplayView>;
  cancelReplay: Action<{ id: string }, ReplayView>;
  listCases: Action<{ id: string; filter: ReplayCaseFilter }, { cases: ReplayCaseSummary[]; next?: number }>;
  getCase: Action<{ id: string; position: number }, ReplayCase>;
  listReplays: Action<ReplayFilter, { replays: ReplayView[]; next?: string }>;
  /** The newest replay of exactly this code that came to its end. */
  findReplay: Action<FindReplayInput, ReplayView | null>;
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
  /** The code that it is about; null where it was begun before this page, `otherCode` where that is another one. */
  const [ran, setRan] = useState<string | null>(null);
  const [startedCount, setStartedCount] = useState(0);
  /** Of the code as it was looked up for; undefined before that. */
  const [ofDraft, setOfDraft] = useState<{ code: string; found: ReplayView | null }>();

  /** Finds the newest replay of the code as it stands. */
  const lookUp = async (): Promise<ReplayView | null> => {
    const latest = latestCode();
    const result = await actions.findReplay(tried(latest)).catch(() => null);
    const found = result?.ok ? result.data : null;
    setOfDraft({ code: latest, found });
    return found;
  };
  /** Says of a replay that was opened whether it is about this code. */
  const compare = useEffectEvent(async (opened: ReplayView) => {
    if (ran !== null || opened.status !== 'completed') return;
    const latest = latestCode();
    const found = await lookUp();
    setRan(found?.code_sha256 === opened.code_sha256 ? latest : otherCode);
  });

  const look = useEffectEvent(async (signal: AbortSignal): Promise<boolean> => {
    if (id === null) return false;
    try {
      const result = await postJson('/console/replay', { id }, { schema: replayView, signal });
      if (signal.aborted) return false;
      setMessage(result.ok ? null : result.message);
      if (result.ok) setView(result.data);
      if (result.ok) void compare(result.data);
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
    setStartedCount((count) => count + 1);
    setView(result.data);
    void setId(result.data.id);
  };

  const cancel = async () => {
    if (id === null) return;
    const result = await actions.cancelReplay({ id }).catch(() => null);
    if (result?.ok) setView(result.data);
    else setMessage(result?.message ?? 'Annex could not be reached, so the replay goes on.');
  };

  const open = (other: string) => {
    if (other === id) return;
    setRan(null);
    setMessage(null);
    void setId(other);
  };

  return {
    view: view?.id === id ? view : null,
    /** The newest replay of the code as it stands; null for none, undefined before `lookUp`. */
    ofDraft: ofDraft?.code === code ? ofDraft.found : undefined,
    lookUp,
    /** Those of this rule or Action. */
    list: (filter: Pick<ReplayFilter, 'from' | 'take'>) => {
      const { rule_id, action_id } = tried('');
      return actions.listReplays({
        ...filter,
        ...(rule_id === undefined ? {} : { rule_id }),
        ...(action_id === undefined ? {} : { action_id }),
      });
    },
    /** Shows another one. */
    open,
    startedCount,
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
