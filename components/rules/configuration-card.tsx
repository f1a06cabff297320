'use client';

import { Button } from '@heroui/react/button';
import { toast } from '@heroui/react/toast';
import { KeyRound, Plus, Trash2 } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Card } from '@/components/ui/card';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { useAction } from '@/components/ui/use-action';
import type { Action } from '@/lib/http/schemas';
import { ConfigurationDialog, type SetConfigAction } from './configuration-dialog';

type ConfigurationCardProps = {
  /** Each with the names of the rules that read it, as far as their code tells. */
  values: readonly { key: string; usedBy: readonly string[] }[];
  set: SetConfigAction;
  remove: Action<{ key: string }, null>;
};

const listed = (names: readonly string[]) => new Intl.ListFormat('en-GB').format(names);

/** `configuration`: values that rules read and nobody else does. */
export function ConfigurationCard({ values, set, remove }: ConfigurationCardProps) {
  const router = useRouter();
  const [editing, setEditing] = useState<{ key: string } | null>(null);
  const [doomed, setDoomed] = useState<string | null>(null);
  const losers = values.find(({ key }) => key === doomed)?.usedBy ?? [];
  const removal = useAction(remove);
  const confirmRemoval = async () => {
    if (doomed === null) return;
    const result = await removal.run({ key: doomed });
    if (!result?.ok) return;
    toast.success(`${doomed} deleted`);
    setDoomed(null);
    router.refresh();
  };
  return (
    <Card
      id="configuration"
      className="mt-8"
      title="Configuration"
      description={
        <>
          Secrets and settings that rules read as <code className="font-mono">configuration.NAME</code>. They
          are encrypted, and a value that was saved is never shown again.
        </>
      }
      actions={
        <Button size="sm" variant="secondary" onPress={() => setEditing({ key: '' })}>
          <Plus aria-hidden="true" />
          Add value
        </Button>
      }
    >
      {values.length === 0 ? (
        <p className="text-muted">Nothing is configured. Rules see an empty object.</p>
      ) : (
        <ul aria-label="Configuration" className="-mx-2 divide-y divide-separator">
          {values.map(({ key, usedBy }) => (
            <li key={key} className="flex items-center gap-3 px-2 py-1.5">
              <KeyRound className="size-4 shrink-0 text-muted" aria-hidden="true" />
              <span className="min-w-0 flex-1">
                <code className="block truncate font-mono text-[13px]">{key}</code>
                <span className="block truncate text-xs text-muted">
                  {usedBy.length > 0 ? `Used by ${listed(usedBy)}` : 'No rule names it'}
                </span>
              </span>
              <span className="text-muted max-sm:hidden" aria-hidden="true">
                ••••••••
              </span>
              <Button
                size="sm"
                variant="ghost"
                aria-label={`Replace ${key}`}
                onPress={() => setEditing({ key })}
              >
                Replace
              </Button>
              <Button
                isIconOnly
                size="sm"
                variant="ghost"
                aria-label={`Delete ${key}`}
                onPress={() => setDoomed(key)}
              >
                <Trash2 className="text-muted" aria-hidden="true" />
              </Button>
            </li>
          ))}
        </ul>
      )}
      {editing ? (
        <ConfigurationDialog
          taken={values.map(({ key }) => key)}
          initialKey={editing.key}
          set={set}
          onClose={() => setEditing(null)}
        />
      ) : null}
      <ConfirmDialog
        isOpen={doomed !== null}
        onOpenChange={(isOpen) => (isOpen ? undefined : setDoomed(null))}
        title={`Delete ${doomed}?`}
        confirmLabel="Delete value"
        isPending={removal.isPending}
        error={removal.failure?.message}
        onConfirm={confirmRemoval}
      >
        {losers.length > 0 ? `${listed(losers)} read${losers.length === 1 ? 's' : ''} it. ` : null}
        Rules that read it get <code className="font-mono">undefined</code> from the next sign-in on.
      </ConfirmDialog>
    </Card>
  );
}
