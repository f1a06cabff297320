import { toast } from '@heroui/react/toast';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useAction } from '@/components/ui/use-action';
import { useUnsavedGuard } from '@/components/ui/use-unsaved-guard';
import type { ClientView, UpdateClientInput } from '@/lib/clients/schemas';
import type { Action } from '@/lib/http/schemas';
import { errorsByField } from './application-form';

export type SaveApplicationAction = Action<{ clientId: string; patch: UpdateClientInput }, ClientView>;

type Options<F> = {
  client: ClientView;
  save: SaveApplicationAction;
  toForm: (client: ClientView) => F;
  toPatch: (form: F) => UpdateClientInput;
};

/** One card of an application: its values, whether they differ from what is stored, saving them. */
export function useApplicationForm<F>({ client, save, toForm, toPatch }: Options<F>) {
  const router = useRouter();
  const [stored, setStored] = useState(client);
  const [form, setForm] = useState(() => toForm(client));
  const { run, isPending, failure, fields } = useAction(save);
  const patch = toPatch(form);
  const isDirty = JSON.stringify(form) !== JSON.stringify(toForm(stored));
  useUnsavedGuard(isDirty);
  const errors = errorsByField(
    Object.fromEntries(
      Object.entries(fields).map(([path, reason]) => [path.replace(/^patch\./, ''), reason]),
    ),
    patch as Record<string, string | readonly string[] | number>,
  );
  return {
    form,
    change: (changes: Partial<F>) => setForm((old) => ({ ...old, ...changes })),
    isDirty,
    isPending,
    errors,
    /** What went wrong where no field shows it. */
    message: failure && Object.keys(errors).length === 0 ? failure.message : undefined,
    reset: () => setForm(toForm(stored)),
    submit: async () => {
      const result = await run({ clientId: client.client_id, patch });
      if (!result?.ok) return;
      setStored(result.data);
      setForm(toForm(result.data));
      toast.success('Saved');
      router.refresh();
    },
  };
}
