'use client';

import { Button } from '@heroui/react/button';
import { toast } from '@heroui/react/toast';
import { Trash2 } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { OrderedList } from '@/components/scripts/ordered-list';
import { Badge } from '@/components/ui/badge';
import { Time } from '@/components/ui/time';
import { Toggle } from '@/components/ui/toggle';
import type { Action } from '@/lib/http/schemas';
import type { UpdateRuleInput, VersionedRule } from '@/lib/rules/schemas';
import type { CreateRuleAction } from './create-rule';
import { DeleteRule } from './delete-rule';
import { NoRules } from './no-rules';
import { rulePath } from './rule-path';
import { useRules } from './use-rules';

export type SaveRuleAction = Action<
  { id: string; patch: UpdateRuleInput; expectedVersion?: number | undefined },
  VersionedRule
>;

type RuleListProps = {
  rules: readonly VersionedRule[];
  /** Ids of those with a draft. */
  drafted: readonly string[];
  create: CreateRuleAction;
  save: SaveRuleAction;
  reorder: Action<{ ids: string[] }, null>;
  remove: Action<{ id: string }, null>;
};

/** The rules in the order they run: drag them, move them with the keyboard, switch them on and off. */
export function RuleList({ rules: stored, drafted, create, save, reorder, remove }: RuleListProps) {
  const router = useRouter();
  const { rules, said, place, toggle } = useRules(stored, { save, reorder });
  const [doomed, setDoomed] = useState<VersionedRule['rule'] | null>(null);
  if (rules.length === 0) return <NoRules create={create} />;
  return (
    <>
      <OrderedList
        label="Rules in the order they run"
        items={rules.map(({ rule, updatedAt }) => ({ ...rule, updatedAt }))}
        onPlace={place}
        content={({ id, name, enabled, updatedAt }) => (
          <>
            <p className="flex min-w-0 items-center gap-2">
              <Link
                href={rulePath(id)}
                className={`min-w-0 truncate rounded-sm font-medium outline-none hover:underline focus-visible:status-focused ${enabled ? '' : 'text-muted'}`}
              >
                {name}
              </Link>
              {drafted.includes(id) ? <Badge tone="accent">Draft</Badge> : null}
            </p>
            <p className="truncate text-xs text-muted">
              {enabled ? 'Runs at sign-in' : 'Off'} · saved <Time value={updatedAt} />
            </p>
          </>
        )}
        buttons={(rule) => (
          <Button
            isIconOnly
            size="sm"
            variant="ghost"
            aria-label={`Delete ${rule.name}`}
            onPress={() => setDoomed(rule)}
          >
            <Trash2 className="text-muted" aria-hidden="true" />
          </Button>
        )}
        end={({ id, name, enabled }) => (
          <Toggle
            label={`${name} runs at sign-in`}
            isLabelHidden
            isSelected={enabled}
            onChange={(isOn) => toggle(id, isOn)}
          />
        )}
      />
      <p role="status" className="sr-only">
        {said}
      </p>
      {doomed ? (
        <DeleteRule
          rule={doomed}
          remove={remove}
          onClose={() => setDoomed(null)}
          onDeleted={() => {
            toast.success(`${doomed.name} deleted`);
            router.refresh();
          }}
        />
      ) : null}
    </>
  );
}
