'use client';

import { Button } from '@heroui/react/button';
import { toast } from '@heroui/react/toast';
import { Plus } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { ValueDialog } from '@/components/scripts/value-dialog';
import { ValueList } from '@/components/scripts/value-list';
import { Card } from '@/components/ui/card';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { useAction } from '@/components/ui/use-action';
import type { Action } from '@/lib/http/schemas';
import { ruleConfigKey } from '@/lib/rules/schemas';

type ConfigurationCardProps = {
  /** Each with the names of the rules that read it, as far as their code tells. */
  values: readonly { key: string; usedBy: readonly string[] }[];
  set: Action<{ key: string; value: string }, null>;
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
        <ValueList
          label="Configuration"
          values={values.map(({ key, usedBy }) => ({
            key,
            says: usedBy.length > 0 ? `Used by ${listed(usedBy)}` : 'No rule names it',
          }))}
          onReplace={(key) => setEditing({ key })}
          onDelete={setDoomed}
        />
      )}
      {editing ? (
        <ValueDialog
          kind="value"
          description="Rules see it from the next sign-in on. Nobody can read it back here."
          placeholder="SESSION_TOKEN_SECRET"
          taken={values.map(({ key }) => key)}
          check={(key) => ruleConfigKey.safeParse(key).error?.issues[0]?.message}
          initialKey={editing.key}
          isNew={editing.key === ''}
          set={set}
          onDone={(says) => {
            toast.success(says);
            router.refresh();
          }}
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
