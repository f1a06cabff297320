'use client';

import { Field } from '@/components/ui/field';
import type { ClientView } from '@/lib/clients/schemas';
import { FormCard } from './form-card';
import { type SaveApplicationAction, useApplicationForm } from './use-application-form';

const toForm = ({ name }: ClientView) => ({ name });
const toPatch = ({ name }: { name: string }) => ({ name: name.trim() });

export function NameCard({ client, save }: { client: ClientView; save: SaveApplicationAction }) {
  const state = useApplicationForm({ client, save, toForm, toPatch });
  return (
    <FormCard id="name" title="Name" state={state}>
      <Field
        label="Name"
        name="name"
        description="People see it on the sign-in page. Rules read it as context.clientName."
        value={state.form.name}
        onChange={(name) => state.change({ name })}
        error={state.errors.name}
        autoComplete="off"
        isRequired
      />
    </FormCard>
  );
}
