import { useRef, useState } from 'react';
import { z } from 'zod';
import type { ActionFailure, ActionResult } from '@/lib/http/schemas';
import { ruleView, type UpdateRuleInput, type VersionedRule } from '@/lib/rules/schemas';
import type { SaveRuleAction } from './rule-list';

const versionedRule = z.object({ rule: ruleView, version: z.number(), updatedAt: z.string() });

/** How often a save is repeated because something else of the rule, such as its place, was changed meanwhile. */
const maxTries = 4;

const unreachable: ActionFailure = {
  ok: false,
  code: 'unavailable',
  message: 'Annex could not be reached. Check the connection and save again; your code is still here.',
};

const oneLineEnds = (text: string) => text.replaceAll('\r\n', '\n');

/** The rule as it stands on the server, if that is why a save was refused. */
function newerOf(failure: ActionFailure): VersionedRule | null {
  if (failure.code !== 'precondition') return null;
  return versionedRule.safeParse(failure.data).data ?? null;
}

/**
 * The rule being edited: what is stored, the draft, and saving it on top of the version it began from. A newer version
 * with the same code is no conflict; one with other code becomes `conflict`, and nothing is saved.
 */
export function useRuleDraft(initial: VersionedRule, save: SaveRuleAction) {
  const [base, setBase] = useState(initial);
  const [script, showScript] = useState(initial.rule.script);
  // what is typed is here at once; a shortcut may come before the next render
  const typed = useRef(initial.rule.script);
  const setScript = (code: string) => {
    typed.current = code;
    showScript(code);
  };
  const [conflict, setConflict] = useState<VersionedRule | null>(null);
  const [failure, setFailure] = useState<ActionFailure | null>(null);
  const [isPending, setPending] = useState(false);
  const differs = (code: string) => oneLineEnds(code) !== oneLineEnds(base.rule.script);

  const attempt = async (
    patch: UpdateRuleInput,
    onto: VersionedRule,
  ): Promise<ActionResult<VersionedRule>> => {
    let version = onto.version;
    for (let tries = 1; ; tries++) {
      const result = await save({ id: base.rule.id, expectedVersion: version, patch });
      const theirs = result.ok ? null : newerOf(result);
      if (!theirs || tries === maxTries) return result;
      const isOurs = patch.script === undefined || theirs.rule.script === onto.rule.script;
      if (!isOurs) return result;
      version = theirs.version;
    }
  };

  /** Saves the change; true when it is stored. */
  const store = async (patch: UpdateRuleInput, onto: VersionedRule = base): Promise<boolean> => {
    if (isPending) return false;
    setPending(true);
    const result = await attempt(patch, onto).catch(() => unreachable);
    setPending(false);
    const theirs = result.ok ? null : newerOf(result);
    setConflict(theirs);
    setFailure(result.ok || theirs ? null : result);
    if (!result.ok) return false;
    // Somebody else's code under a changed name or switch is still to be told apart from the draft's base.
    const isSameCode = patch.script !== undefined || result.data.rule.script === onto.rule.script;
    const { script: code } = onto.rule;
    setBase(
      isSameCode
        ? result.data
        : { ...result.data, version: onto.version, rule: { ...result.data.rule, script: code } },
    );
    return true;
  };

  return {
    base,
    script,
    setScript,
    /** The code with the last key in it, for what a key starts. */
    latestScript: () => typed.current,
    isDirty: differs(script),
    differs,
    isPending,
    failure,
    conflict,
    store,
    /** Drops the draft for what is stored, here or by somebody else. */
    take: (stored: VersionedRule) => {
      setBase(stored);
      setScript(stored.rule.script);
      setConflict(null);
      setFailure(null);
    },
    keepEditing: () => setConflict(null),
  };
}
