'use client';

import { Field } from '@/components/ui/field';
import type { ClientView } from '@/lib/clients/schemas';
import { type AddressForm, toAddressForm, toAddressPatch } from './application-form';
import { FormCard } from './form-card';
import { type SaveApplicationAction, useApplicationForm } from './use-application-form';

const lists: { name: keyof AddressForm; label: string; description: string; placeholder: string }[] = [
  {
    name: 'callbacks',
    label: 'Callback addresses',
    description:
      'Where a sign-in may end. The address in the request must be one of these, letter for letter.',
    placeholder: 'https://app.example.com/callback',
  },
  {
    name: 'allowed_logout_urls',
    label: 'Logout addresses',
    description: 'Where the browser may be sent after signing out.',
    placeholder: 'https://app.example.com',
  },
  {
    name: 'web_origins',
    label: 'Web origins',
    description: 'Origins that may sign in silently in a hidden frame.',
    placeholder: 'https://app.example.com',
  },
  {
    name: 'allowed_origins',
    label: 'Cross-origin callers',
    description: 'Origins whose pages may call the APIs from the browser.',
    placeholder: 'https://app.example.com',
  },
];

/** Every address that the application may use, one a line. */
export function AddressCard({ client, save }: { client: ClientView; save: SaveApplicationAction }) {
  const state = useApplicationForm({ client, save, toForm: toAddressForm, toPatch: toAddressPatch });
  return (
    <FormCard id="addresses" title="Addresses" description="One a line." state={state}>
      {lists.map(({ name, label, description, placeholder }) => (
        <Field
          key={name}
          label={label}
          name={name}
          description={description}
          placeholder={placeholder}
          value={state.form[name]}
          onChange={(value) => state.change({ [name]: value })}
          error={state.errors[name]}
          rows={Math.min(8, Math.max(2, state.form[name].split('\n').length))}
          isMono
        />
      ))}
    </FormCard>
  );
}
