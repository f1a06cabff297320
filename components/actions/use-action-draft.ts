import { useState } from 'react';
import { isSameCode, unreachable, useChanges, useTypedCode } from '@/components/scripts/use-typed-code';
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
  const { code, setCode, latestCode } = useTypedCode(base.code);
  const [conflict, setConflict] = useState<ActionView | null>(null);
  const { isPending, failure, forget, during } = useChanges((refusal) => {
    const theirs = refusal && newerOf(refusal);
    setConflict(theirs);
    return theirs !== null;
  });
  const { id } = base;
  const isDirty = !isSameCode(code, base.code);

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
    const wanted = restored ?? latestCode();
    if (isSameCode(wanted, over.code)) {
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
    if (text !== latestCode()) setCode(text);
    setConflict(null);
    forget();
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
    latestCode,
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
      forget();
    },
    keepEditing: () => setConflict(null),
  };
}

export type ActionDraft = ReturnType<typeof useActionDraft>;
