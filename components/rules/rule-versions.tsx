'use client';

import { toast } from '@heroui/react/toast';
import { type CodeVersion, VersionsDialog } from '@/components/scripts/versions-dialog';
import type { Action, ActionResult } from '@/lib/http/schemas';
import type { RuleVersion } from '@/lib/rules';
import { describeVersion } from './describe-version';
import type { RuleDraft } from './use-rule-draft';

/** A version, and who saved it in words. */
export type SignedVersion = RuleVersion & { by: string };
export type ListVersionsAction = Action<{ id: string }, SignedVersion[]>;

type RuleVersionsProps = { draft: RuleDraft; list: ListVersionsAction; onClose: () => void };

/** What a rule was. */
export function RuleVersions({ draft, list, onClose }: RuleVersionsProps) {
  const { base } = draft;
  const live = base.rule.enabled ? base.version : null;
  const load = async (): Promise<ActionResult<CodeVersion[]>> => {
    const result = await list({ id: base.rule.id });
    if (!result.ok) return result;
    const versions = result.data.map((each, index) => ({
      number: each.version,
      code: each.state?.script ?? null,
      at: each.at,
      says: describeVersion(each, result.data[index + 1]),
      by: each.by,
      isLive: each.version === live,
    }));
    return { ok: true, data: versions };
  };
  const restore = async ({ number, code }: CodeVersion) => {
    if (code === null || !(await draft.keep(code))) return;
    draft.setCode(code);
    toast.success(`The code of version ${number} is the draft; sign-ins run as before`);
    onClose();
  };
  return (
    <VersionsDialog
      kept="Every deployed version is kept."
      load={load}
      code={draft.code}
      isDirty={draft.isDirty}
      isPending={draft.isPending}
      failure={draft.failure?.message}
      onRestore={(version) => void restore(version)}
      onClose={onClose}
    />
  );
}
