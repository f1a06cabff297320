import { useState } from 'react';
import { z } from 'zod';
import { isSameCode, unreachable, useChanges, useTypedCode } from '@/components/scripts/use-typed-code';
import type { Action, ActionFailure, ActionResult } from '@/lib/http/schemas';
import { ruleView, type UpdateRuleInput, type VersionedRule } from '@/lib/rules/schemas';
import type { RuleTestRun } from '@/lib/trials/schemas';
import type { SaveRuleAction } from './rule-list';

/** Code that is worked on and that no sign-in runs; `by` says who saved it. */
export type StoredDraft = { script: string; base_version: number; updated_at: string; by: string };

/** A rule as it is opened: what is live, and the draft. */
export type OpenedRule = {
  live: VersionedRule;
  draft: StoredDraft | null;
  /** What the draft began from, where the live code was changed since; else null. */
  draftBase: VersionedRule | null;
};

export type DeployResult =
  | { deployed: true; rule: VersionedRule; tests: RuleTestRun }
  | { deployed: false; tests: RuleTestRun };

export type DraftActions = {
  /** Name and switch, which are live at once. */
  save: SaveRuleAction;
  saveDraft: Action<
    { id: string; script: string; base_version?: number | undefined; expected_script: string | null },
    StoredDraft
  >;
  discardDraft: Action<{ id: string; expected_script: string | null }, null>;
  deploy: Action<{ id: string; force: boolean; expectedVersion?: number | undefined }, DeployResult>;
};

const versionedRule = z.object({ rule: ruleView, version: z.number(), updatedAt: z.string() });

const otherDraft = z.object({
  draft: z.object({ script: z.string(), base_version: z.number(), updated_at: z.string() }),
});

/** The draft that somebody else saved, if that is why a change was refused. */
function otherDraftOf(failure: ActionFailure): StoredDraft | null {
  if (failure.code !== 'precondition') return null;
  const { draft } = otherDraft.safeParse(failure.data).data ?? {};
  return draft ? { ...draft, by: 'somebody else' } : null;
}

/** How often a change is repeated because something else of the rule, such as its place, was changed meanwhile. */
const maxTries = 4;

/** The rule as it stands on the server, if that is why a change was refused. */
function newerOf(failure: ActionFailure): VersionedRule | null {
  if (failure.code !== 'precondition') return null;
  return versionedRule.safeParse(failure.data).data ?? null;
}

/**
 * Does something on top of a version of the rule. Where only name, place or switch were changed since, it is done on top
 * of that; where the code was, the refusal stands.
 */
async function onTopOf<T>(
  base: VersionedRule,
  work: (version: number) => Promise<ActionResult<T>>,
): Promise<ActionResult<T>> {
  let { version } = base;
  for (let tries = 1; ; tries++) {
    const result = await work(version).catch(() => unreachable);
    const theirs = result.ok ? null : newerOf(result);
    if (!theirs || tries === maxTries || theirs.rule.script !== base.rule.script) return result;
    version = theirs.version;
  }
}

/**
 * The rule being edited: what is live, the draft that is stored beside it, and what is typed. Saving keeps a draft and
 * changes no sign-in; deploying makes the draft live, on top of the version it began from. When the live code was
 * changed by somebody else meanwhile, that becomes `conflict`, and nothing is deployed.
 */
export function useRuleDraft({ live, draft, draftBase }: OpenedRule, actions: DraftActions) {
  const [base, setBase] = useState(draftBase ?? live);
  const [stored, setStored] = useState(draft);
  const { code, setCode, latestCode } = useTypedCode(draft?.script ?? live.rule.script);
  const [conflict, setConflict] = useState(draftBase ? live : null);
  const [draftConflict, setDraftConflict] = useState<StoredDraft | null>(null);
  const { isPending, failure, forget, during } = useChanges((refusal) => {
    const theirs = refusal && newerOf(refusal);
    const other = refusal && otherDraftOf(refusal);
    setConflict(theirs);
    setDraftConflict(other);
    return theirs !== null || other !== null;
  });
  const { id } = base.rule;
  const saved = stored?.script ?? base.rule.script;

  /** Changes name or switch, whatever the code is by now; true when it is stored. */
  const store = async (patch: Omit<UpdateRuleInput, 'script'>): Promise<boolean> => {
    const result = await during(() => actions.save({ id, patch }));
    if (!result?.ok) return false;
    // Somebody else's code under the changed name is still to be told apart from what this page began from.
    const { script } = base.rule;
    const { rule } = result.data;
    setBase(
      rule.script === script
        ? result.data
        : { ...result.data, version: base.version, rule: { ...rule, script } },
    );
    return true;
  };

  /**
   * Keeps what is typed as the draft; drops the draft where that is what is live. True when it is stored. `over`: the
   * draft that it may replace; where another one is there by now, that becomes `draftConflict`.
   */
  const keep = async (wanted = latestCode(), over = stored): Promise<boolean> => {
    if (isSameCode(wanted, saved) && over === stored) return true;
    if (isSameCode(wanted, base.rule.script)) return drop(over);
    const result = await during(() =>
      actions.saveDraft({
        id,
        script: wanted,
        expected_script: over?.script ?? null,
        ...(stored ? {} : { base_version: base.version }),
      }),
    );
    if (!result?.ok) return false;
    setStored(result.data);
    return true;
  };

  const drop = async (over = stored): Promise<boolean> => {
    const result = await during(() => actions.discardDraft({ id, expected_script: over?.script ?? null }));
    if (!result?.ok) return false;
    setStored(null);
    return true;
  };

  /**
   * Makes the stored draft live; null when it could not be, and `conflict` has become what is live where that is why.
   * With tests that fail it is only done with `force`. `over`: the version of somebody else that it may replace.
   */
  const deploy = async ({ force = false, over = base }: { force?: boolean; over?: VersionedRule } = {}) => {
    const result = await during(() =>
      onTopOf(over, (expectedVersion) => actions.deploy({ id, force, expectedVersion })),
    );
    if (!result) return null;
    if (!result.ok) return newerOf(result) ? 'conflict' : null;
    if (result.data.deployed) {
      setBase(result.data.rule);
      setStored(null);
    }
    return result.data;
  };

  return {
    base,
    /** The draft on the server; null: there is none. */
    stored,
    code,
    setCode,
    latestCode,
    isDirty: !isSameCode(code, saved),
    /** What is typed is what sign-ins run, or would run if the rule were on. */
    isLive: isSameCode(code, base.rule.script),
    isPending,
    failure,
    conflict,
    /** The draft that somebody else saved since this one was read. */
    draftConflict,
    store,
    keep,
    deploy,
    /** Goes back to what is live, here or by somebody else, and drops the draft. */
    take: async (live: VersionedRule = base) => {
      if (stored && !(await drop())) return;
      setBase(live);
      setCode(live.rule.script);
      setConflict(null);
      forget();
    },
    /** Drops what was typed since the draft was saved. */
    revert: () => {
      setCode(saved);
      forget();
    },
    /** Goes on from the draft that somebody else saved; what was typed here is dropped. */
    takeDraft: (theirs: StoredDraft) => {
      setStored(theirs);
      setCode(theirs.script);
      setDraftConflict(null);
    },
    keepEditing: () => {
      setConflict(null);
      setDraftConflict(null);
    },
  };
}

export type RuleDraft = ReturnType<typeof useRuleDraft>;
