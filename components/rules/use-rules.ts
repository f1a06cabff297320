import { useArranged } from '@/components/scripts/use-arranged';
import type { ActionResult } from '@/lib/http/schemas';
import type { VersionedRule } from '@/lib/rules/schemas';
import type { SaveRuleAction } from './rule-list';

type Actions = {
  save: SaveRuleAction;
  reorder: (input: { ids: string[] }) => Promise<ActionResult<null>>;
};

/** The rules as the person has just arranged them. */
export function useRules(stored: readonly VersionedRule[], { save, reorder }: Actions) {
  const { shown: rules, show, said, say, settle } = useArranged(stored);

  const place = (ids: readonly string[], moved: string) => {
    const byId = new Map(rules.map((item) => [item.rule.id, item]));
    const next = ids.flatMap((id) => byId.get(id) ?? []);
    if (next.every((item, index) => item === rules[index])) return;
    show(next);
    say(`${byId.get(moved)?.rule.name} is now number ${ids.indexOf(moved) + 1} of ${ids.length}.`);
    void settle(reorder({ ids: [...ids] }));
  };

  const toggle = (id: string, enabled: boolean) => {
    show((old) =>
      old.map((item) => (item.rule.id === id ? { ...item, rule: { ...item.rule, enabled } } : item)),
    );
    void settle(save({ id, patch: { enabled } }));
  };

  return { rules, said, place, toggle };
}
