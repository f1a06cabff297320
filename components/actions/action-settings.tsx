'use client';

import { Button } from '@heroui/react/button';
import { toast } from '@heroui/react/toast';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { membersRead, readsMember } from '@/components/scripts/reads-member';
import { ValueDialog } from '@/components/scripts/value-dialog';
import { ValueList } from '@/components/scripts/value-list';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { Notice } from '@/components/ui/notice';
import { Time } from '@/components/ui/time';
import { setSecretInput } from '@/lib/actions/schemas';
import { ActionDependencies } from './action-dependencies';
import type { ActionDraft } from './use-action-draft';

type ActionSettingsProps = { draft: ActionDraft; libraries: readonly string[] };

/** What an Action has besides its code: secrets and dependencies. Both go live with the next deploy. */
export function ActionSettings({ draft, libraries }: ActionSettingsProps) {
  return (
    <section aria-label="Settings" className="flex flex-col gap-6 p-4">
      {draft.failure ? (
        <Notice tone="danger" isLive>
          {draft.failure.message}
        </Notice>
      ) : null}
      <Secrets draft={draft} />
      <ActionDependencies draft={draft} libraries={libraries} />
      <p className="text-[13px] text-muted">
        The runtime is <code className="font-mono text-foreground">{draft.base.runtime}</code>. Annex runs
        every Action in the same sandbox, whatever its runtime says.
      </p>
    </section>
  );
}

function Secrets({ draft }: { draft: ActionDraft }) {
  const { base, code, setSecret } = draft;
  const [editing, setEditing] = useState<{ key: string; isNew: boolean } | null>(null);
  const [doomed, setDoomed] = useState<string | null>(null);
  const names = base.secrets.map(({ name }) => name);
  const missing = membersRead('secrets', code).filter((name) => !names.includes(name));
  const isRead = (name: string) => readsMember('secrets', name, code);
  const remove = async () => {
    if (doomed === null || !(await setSecret(doomed, null)).ok) return;
    toast.success(`${doomed} deleted`);
    setDoomed(null);
  };
  return (
    <div className="flex flex-col gap-2">
      <div className="flex items-center justify-between gap-3">
        <h2 className="text-sm font-medium">Secrets</h2>
        <Button size="sm" variant="secondary" onPress={() => setEditing({ key: '', isNew: true })}>
          <Plus aria-hidden="true" />
          Add secret
        </Button>
      </div>
      <p className="text-[13px] text-muted">
        The code reads them as <code className="font-mono">event.secrets.NAME</code>. They are encrypted,
        never shown again, and go live with the next deploy.
      </p>
      {base.secrets.length > 0 ? (
        <ValueList
          label="Secrets"
          values={base.secrets.map(({ name, updated_at }) => ({
            key: name,
            says: (
              <>
                {isRead(name) ? 'Read by the code' : 'The code does not name it'}, set{' '}
                <Time value={updated_at} />
              </>
            ),
          }))}
          onReplace={(key) => setEditing({ key, isNew: false })}
          onDelete={setDoomed}
        />
      ) : null}
      {missing.map((name) => (
        <p
          key={name}
          className="flex items-center justify-between gap-3 rounded-lg bg-warning-soft px-3 py-1.5 text-[13px] text-warning-soft-foreground"
        >
          <span className="min-w-0 wrap-anywhere">
            The code reads <code className="font-mono">{name}</code>, which is not set.
          </span>
          <Button
            size="sm"
            variant="ghost"
            aria-label={`Add ${name}`}
            onPress={() => setEditing({ key: name, isNew: true })}
          >
            Add
          </Button>
        </p>
      ))}
      {editing ? (
        <ValueDialog
          kind="secret"
          description="The code reads it from the next deploy on. Nobody can read it back here."
          placeholder="API_KEY"
          taken={names}
          check={(key) => setSecretInput.shape.name.safeParse(key).error?.issues[0]?.message}
          initialKey={editing.key}
          isNew={editing.isNew}
          set={({ key, value }) => setSecret(key, value)}
          onDone={(says) => toast.success(says)}
          onClose={() => setEditing(null)}
        />
      ) : null}
      <ConfirmDialog
        isOpen={doomed !== null}
        onOpenChange={(isOpen) => (isOpen ? undefined : setDoomed(null))}
        title={`Delete ${doomed}?`}
        confirmLabel="Delete secret"
        isPending={draft.isPending}
        error={draft.failure?.message}
        onConfirm={() => void remove()}
      >
        {doomed !== null && isRead(doomed) ? 'The code reads it. ' : null}
        From the next deploy on it is <code className="font-mono">undefined</code>.
      </ConfirmDialog>
    </div>
  );
}
