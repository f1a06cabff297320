import { toast } from '@heroui/react/toast';
import { useRouter } from 'next/navigation';
import { useRef, useState } from 'react';
import type { ActionResult } from '@/lib/http/schemas';
import type { VersionedRule } from '@/lib/rules/schemas';
import type { SaveRuleAction } from './rule-list';

type Actions = {
  save: SaveRuleAction;
  reorder: (input: { ids: string[] }) => Promise<ActionResult<null>>;
};

const lost = 'Annex could not be reached, so nothing was changed.';

/**
 * The rules as the person has just arranged them. A change shows at once; when the server refuses it, the list goes
 * back to what is stored and says why.
 */
export function useRules(stored: readonly VersionedRule[], { save, reorder }: Actions) {
  const router = useRouter();
  const [rules, setRules] = useState(stored);
  const [from, setFrom] = useState(stored);
  const [said, setSaid] = useState('');
  const latest = useRef(0);
  if (from !== stored) {
    setFrom(stored);
    setRules(stored);
  }

  const settle = async (work: Promise<ActionResult<unknown>>) => {
    latest.current += 1;
    const mine = latest.current;
    const message = await work.then(
      (result) => (result.ok ? null : result.message),
      () => lost,
    );
    if (message !== null) {
      setRules(stored);
      setSaid(message);
      toast.danger(message);
    }
    if (mine === latest.current) router.refresh();
  };

  const place = (ids: readonly string[], moved: string) => {
    const byId = new Map(rules.map((item) => [item.rule.id, item]));
    const next = ids.flatMap((id) => byId.get(id) ?? []);
    if (next.every((item, index) => item === rules[index])) return;
    setRules(next);
    setSaid(`${byId.get(moved)?.rule.name} is now number ${ids.indexOf(moved) + 1} of ${ids.length}.`);
    void settle(reorder({ ids: [...ids] }));
  };

  const toggle = (id: string, enabled: boolean) => {
    setRules((old) =>
      old.map((item) => (item.rule.id === id ? { ...item, rule: { ...item.rule, enabled } } : item)),
    );
    void settle(save({ id, patch: { enabled } }));
  };

  return { rules, said, place, toggle };
}
