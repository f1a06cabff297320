'use client';

import { Button } from '@heroui/react/button';
import { Plus } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { SubmitButton } from '@/components/ui/submit-button';
import { useAction } from '@/components/ui/use-action';
import type { Action } from '@/lib/http/schemas';
import { type AppType, applicationPath, appTypes } from './application-words';
import { RevealedSecret } from './revealed-secret';

type Created = { clientId: string; clientSecret: string | null };

export type CreateApplicationAction = Action<{ name: string; app_type?: AppType | undefined }, Created>;

/** The button and its dialog, which ends with the secret: it is shown this once. */
export function CreateApplication({ create }: { create: CreateApplicationAction }) {
  const router = useRouter();
  const [isOpen, setOpen] = useState(false);
  const [created, setCreated] = useState<Created | null>(null);
  const onCreated = (made: Created) => {
    if (made.clientSecret === null) router.push(applicationPath(made.clientId));
    else setCreated(made);
  };
  return (
    <>
      <Button size="sm" onPress={() => setOpen(true)}>
        <Plus aria-hidden="true" />
        Create application
      </Button>
      <Dialog isOpen={isOpen && created === null} onOpenChange={setOpen} title="Create application" size="lg">
        <CreateApplicationForm create={create} onCreated={onCreated} onClose={() => setOpen(false)} />
      </Dialog>
      {created?.clientSecret ? (
        <RevealedSecret
          title="Application created"
          clientId={created.clientId}
          secret={created.clientSecret}
          onClose={() => router.push(applicationPath(created.clientId))}
        />
      ) : null}
    </>
  );
}

type FormProps = {
  create: CreateApplicationAction;
  onCreated: (made: Created) => void;
  onClose: () => void;
};

const kinds = Object.entries(appTypes) as [AppType, (typeof appTypes)[AppType]][];

function CreateApplicationForm({ create, onCreated, onClose }: FormProps) {
  const [name, setName] = useState('');
  const [appType, setAppType] = useState<AppType>('regular_web');
  const [isMissing, setMissing] = useState(false);
  const { run, isPending, failure, fields } = useAction(create);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setMissing(name.trim() === '');
    if (name.trim() === '') return;
    const result = await run({ name: name.trim(), app_type: appType });
    if (result?.ok) onCreated(result.data);
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-5" noValidate>
      {failure && !fields.name ? (
        <Notice tone="danger" isLive>
          {failure.message}
        </Notice>
      ) : null}
      <Field
        label="Name"
        name="name"
        value={name}
        onChange={setName}
        error={isMissing ? 'Give it a name; people see it when they sign in.' : fields.name}
        placeholder="Customer portal"
        autoComplete="off"
        autoFocus
        isRequired
      />
      <fieldset>
        <legend className="mb-2 text-sm font-medium">Kind</legend>
        <div className="grid gap-2 sm:grid-cols-2">
          {kinds.map(([id, words]) => (
            <label
              key={id}
              className="flex cursor-pointer gap-2.5 rounded-xl border border-border p-3 hover:bg-default-soft has-checked:border-accent has-checked:bg-accent-soft has-focus-visible:status-focused"
            >
              <input
                type="radio"
                name="app_type"
                value={id}
                checked={appType === id}
                onChange={() => setAppType(id)}
                className="mt-0.5 size-4 shrink-0 accent-accent outline-none"
              />
              <span>
                <span className="block text-sm font-medium">{words.name}</span>
                <span className="mt-0.5 block text-[13px] leading-5 text-muted">{words.description}</span>
              </span>
            </label>
          ))}
        </div>
      </fieldset>
      <div className="flex justify-end gap-2">
        <Button size="sm" variant="tertiary" onPress={onClose}>
          Cancel
        </Button>
        <SubmitButton isPending={isPending}>Create application</SubmitButton>
      </div>
    </form>
  );
}
