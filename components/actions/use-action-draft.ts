import { useRef, useState } from 'react';
import { type ActionView, actionView, type UpdateActionInput, type VersionView } from '@/lib/actions/schemas';
import type { Action, ActionFailure, ActionResult } from '@/lib/http/schemas';
import { triggerOf } from './trigger-words';

/** An Action as it is opened: draft and deployed version, and whether its trigger runs it. */
export type OpenedAction = { action: ActionView; isBound: boolean };

/** A version, and who deployed it in words, where that is known. */
export type SignedVersion = VersionView & { by?: string };

export type DraftActions = {
  save: Action<{ id: string; patch: UpdateActionInput; expectedCode?: string | undefined }, ActionView>;
  setSecret: Action<{ id: string; name: string; value: string | null }, ActionView>;
  /** `deployed` is false where a saved test fails and it was not forced. */
  deploy: Action<
    { id: string; force: boolean; expectedCode: string },
    { deployed: boolean; action: ActionView }
  >;
  rollBack: Action<{ id: string; versionId: string }, ActionView>;
  listVersions: Action<{ id: string }, SignedVersion[]>;
  /** Puts it behind those that its trigger runs, or takes it out. */
  bind: Action<{ id: string; trigger: string; isBound: boolean }, null>;
};

const unreachable: ActionFailure = {
  ok: false,
  code: 'unavailable',
  message: 'Annex could not be reached. Check the connection and save again; your code is still here.',
};

const oneLineEnds = (text: string) => text.replaceAll('\r\n', '\n');
const isSame = (a: string, b: string) => oneLineEnds(a) === oneLineEnds(b);

/** The Action as it stands on the server, if that is why a change was refused. */
function newerOf(failure: ActionFailure): ActionView | null {
  if (failure.code !== 'precondition') return null;
  return actionView.safeParse(failure.data).data ?? null;
}

/**
 * The Action being edited: what is stored and what is typed. Saving changes the draft, which nothing runs; deploying
 * makes it the next version. When somebody else saved other code meanwhile, that becomes `conflict`, and nothing is saved.
 */
export function useActionDraft(opened: OpenedAction, actions: DraftActions) {
  const [base, setBase] = useState(opened.action);
  const [isBound, setBound] = useState(opened.isBound);
  const [code, showCode] = useState(base.code);
  // what is typed is here at once; a shortcut may come before the next render
  const typed = useRef(base.code);
  const setCode = (text: string) => {
    typed.current = text;
    showCode(text);
  };
  const [conflict, setConflict] = useState<ActionView | null>(null);
  const [failure, setFailure] = useState<ActionFailure | null>(null);
  const [isPending, setPending] = useState(false);
  const { id } = base;
  const isDirty = !isSame(code, base.code);

  async function during<T>(work: () => Promise<ActionResult<T>>): Promise<ActionResult<T> | null> {
    if (isPending) return null;
    setPending(true);
    const result = await work().catch(() => unreachable);
    setPending(false);
    const theirs = result.ok ? null : newerOf(result);
    setConflict(theirs);
    setFailure(result.ok || theirs ? null : result);
    return result;
  }

  /** What is stored by now but for its code: somebody else's is still to be told apart from what this page began from. */
  const noteOthers = (action: ActionView) => setBase({ ...action, code: base.code });

  /** Changes something besides the code; true when it is stored. */
  const store = async (patch: Omit<UpdateActionInput, 'code'>): Promise<boolean> => {
    const result = await during(() => actions.save({ id, patch }));
    if (result?.ok) noteOthers(result.data);
    return result?.ok === true;
  };

  const setSecret = async (name: string, value: string | null): Promise<ActionResult<ActionView>> => {
    const result = (await during(() => actions.setSecret({ id, name, value }))) ?? unreachable;
    if (result.ok) noteOthers(result.data);
    return result;
  };

  /**
   * Stores what is typed, or `restored` in its place, as the draft, on top of the code that this page began from; true
   * when it is stored. What is typed meanwhile stays.
   */
  const keep = async ({ restored, over = base }: { restored?: string; over?: ActionView } = {}) => {
    const wanted = restored ?? typed.current;
    if (isSame(wanted, over.code)) {
      take(over, wanted);
      return true;
    }
    const result = await during(() => actions.save({ id, patch: { code: wanted }, expectedCode: over.code }));
    if (!result?.ok) return false;
    setBase(result.data);
    if (restored !== undefined) setCode(restored);
    return true;
  };

  /** Goes on from what is stored, here or by somebody else. */
  const take = (stored: ActionView, text = stored.code) => {
    setBase(stored);
    if (text !== typed.current) setCode(text);
    setConflict(null);
    setFailure(null);
  };

  /** Makes the stored draft the next version; null when it could not be, false when its tests fail. */
  const deploy = async (force: boolean): Promise<boolean | null> => {
    const result = await during(() => actions.deploy({ id, force, expectedCode: base.code }));
    if (!result?.ok) return null;
    setBase(result.data.action);
    return result.data.deployed;
  };

  /** Makes an older version what runs; the draft stays. True when it is done. */
  const rollBack = async (versionId: string): Promise<boolean> => {
    const result = await during(() => actions.rollBack({ id, versionId }));
    if (result?.ok) noteOthers(result.data);
    return result?.ok === true;
  };

  /** Has its trigger run the Action, or not any more; true when that is stored. */
  const bind = async (wanted: boolean): Promise<boolean> => {
    const result = await during(() => actions.bind({ id, trigger: triggerOf(base), isBound: wanted }));
    if (result?.ok) setBound(wanted);
    return result?.ok === true;
  };

  return {
    base,
    code,
    setCode,
    /** The code with the last key in it, for what a key starts. */
    latestCode: () => typed.current,
    isDirty,
    /** What is typed is what is deployed. */
    isDeployed: base.deployed_version !== undefined && base.all_changes_deployed && !isDirty,
    isBound,
    isPending,
    failure,
    conflict,
    store,
    setSecret,
    keep,
    deploy,
    rollBack,
    bind,
    take,
    /** Drops what was typed since the draft was saved. */
    revert: () => {
      setCode(base.code);
      setFailure(null);
    },
    keepEditing: () => setConflict(null),
  };
}

export type ActionDraft = ReturnType<typeof useActionDraft>;
