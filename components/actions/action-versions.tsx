'use client';

import { toast } from '@heroui/react/toast';
import { type CodeVersion, VersionsDialog } from '@/components/scripts/versions-dialog';
import { actionLimits } from '@/lib/actions/schemas';
import type { ActionResult } from '@/lib/http/schemas';
import { describeActionVersion } from './describe-action-version';
import type { ActionDraft, DraftActions } from './use-action-draft';

type ActionVersionsProps = { draft: ActionDraft; list: DraftActions['listVersions']; onClose: () => void };

/** What an Action was. Its secrets are kept with each version and come back only with a deploy of that. */
export function ActionVersions({ draft, list, onClose }: ActionVersionsProps) {
  const { base } = draft;
  const load = async (): Promise<ActionResult<CodeVersion[]>> => {
    const result = await list({ id: base.id });
    if (!result.ok) return result;
    const versions = result.data.map((each, index) => ({
      id: each.id,
      number: each.number,
      code: each.code,
      at: each.created_at,
      says: describeActionVersion(each, result.data[index + 1]),
      ...(each.by === undefined ? {} : { by: each.by }),
      isLive: each.deployed,
    }));
    return { ok: true, data: versions };
  };
  const restore = async ({ number, code }: CodeVersion) => {
    if (code === null || !(await draft.keep({ restored: code }))) return;
    toast.success(`The code of version ${number} is the draft; what is deployed runs as before`);
    onClose();
  };
  const rollBack = async ({ id, number }: CodeVersion) => {
    if (id === undefined || !(await draft.rollBack(id))) return;
    toast.success(`Version ${number} is deployed again, with its secrets`);
    onClose();
  };
  return (
    <VersionsDialog
      kept={`The newest ${actionLimits.versions} deployed versions are kept.`}
      load={load}
      code={draft.code}
      isDirty={draft.isDirty}
      isPending={draft.isPending}
      failure={draft.failure?.message}
      onRestore={(version) => void restore(version)}
      onRollBack={(version) => void rollBack(version)}
      onClose={onClose}
    />
  );
}
