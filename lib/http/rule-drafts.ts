import type { OpenedRule, StoredDraft } from '@/components/rules/use-rule-draft';
import { describeActor } from '@/components/users/history';
import type { Context } from '@/lib/context';
import { getRuleVersion, type RuleDraft, type VersionedRule } from '@/lib/rules';
import { actorNames } from './actor-names';

/** A draft with who saved it in words, in the place of ids. */
export async function draftAuthor(ctx: Context, { actor, ...draft }: RuleDraft): Promise<StoredDraft> {
  const { script, base_version, updated_at } = draft;
  const { name: by } = describeActor(actor, await actorNames(ctx, [actor]));
  return { script, base_version, updated_at, by };
}

/** A rule with its draft, and what that began from where the live code was changed since. */
export async function openRule(
  ctx: Context,
  live: VersionedRule,
  draft: RuleDraft | null,
): Promise<OpenedRule> {
  if (draft === null) return { live, draft, draftBase: null };
  const stored = await draftAuthor(ctx, draft);
  const version = draft.base_version;
  if (version === live.version) return { live, draft: stored, draftBase: null };
  const { state, at } = await getRuleVersion(ctx, live.rule.id, version);
  const script = state?.script ?? '';
  const isSame = script === live.rule.script;
  const draftBase = isSame ? null : { rule: { ...live.rule, script }, version, updatedAt: at };
  return { live, draft: stored, draftBase };
}
