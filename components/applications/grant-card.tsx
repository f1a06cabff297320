'use client';

import { Field } from '@/components/ui/field';
import { Toggle } from '@/components/ui/toggle';
import type { ClientView, UpdateClientInput } from '@/lib/clients/schemas';
import { fromSeconds, toSeconds } from './application-form';
import { allGrantTypes, grantTypes } from './application-words';
import { FormCard } from './form-card';
import { type SaveApplicationAction, useApplicationForm } from './use-application-form';

const hour = 3600;
const day = 86_400;

type GrantForm = {
  grants: string[];
  idTokenHours: string;
  refreshDays: string;
  isRotating: boolean;
};

/** Empty where it never ends. */
const refreshDaysOf = ({ refresh_token: policy }: ClientView): string =>
  policy.expiration_type === 'non-expiring' || policy.infinite_token_lifetime
    ? ''
    : fromSeconds(policy.token_lifetime, day);

const lifetimeOf = (refreshDays: string): UpdateClientInput['refresh_token'] =>
  refreshDays.trim() === ''
    ? { infinite_token_lifetime: true }
    : {
        expiration_type: 'expiring',
        infinite_token_lifetime: false,
        token_lifetime: toSeconds(refreshDays, day) ?? 0,
      };

const toForm = (client: ClientView): GrantForm => ({
  grants: client.grant_types,
  idTokenHours: fromSeconds(client.jwt_configuration.lifetime_in_seconds, hour),
  refreshDays: refreshDaysOf(client),
  isRotating: client.refresh_token.rotation_type === 'rotating',
});

/** Ways to a token that have no switch here stay. A lifetime that is no number goes along as 0, which is refused. */
const toPatch =
  (client: ClientView) =>
  ({ grants, idTokenHours, refreshDays, isRotating }: GrantForm): UpdateClientInput => ({
    grant_types: [
      ...allGrantTypes.filter((grant) => grants.includes(grant)),
      ...grants.filter((grant) => !allGrantTypes.some((known) => known === grant)),
    ],
    jwt_configuration: { lifetime_in_seconds: toSeconds(idTokenHours, hour) ?? 0 },
    refresh_token: {
      ...client.refresh_token,
      rotation_type: isRotating ? 'rotating' : 'non-rotating',
      ...lifetimeOf(refreshDays),
    },
  });

/** How the application may get tokens, and for how long they are good. */
export function GrantCard({ client, save }: { client: ClientView; save: SaveApplicationAction }) {
  const state = useApplicationForm({ client, save, toForm, toPatch: toPatch(client) });
  const { form, change, errors } = state;
  const toggle = (grant: string, isOn: boolean) =>
    change({ grants: isOn ? [...form.grants, grant] : form.grants.filter((each) => each !== grant) });
  return (
    <FormCard id="tokens" title="Tokens" description="How the application may get them." state={state}>
      <fieldset className="flex flex-col gap-3">
        <legend className="mb-2 text-sm font-medium">Grant types</legend>
        {allGrantTypes.map((grant) => (
          <Toggle
            key={grant}
            label={grantTypes[grant].name}
            description={grantTypes[grant].description}
            isSelected={form.grants.includes(grant)}
            onChange={(isOn) => toggle(grant, isOn)}
          />
        ))}
      </fieldset>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          label="ID token, hours"
          name="jwt_configuration"
          value={form.idTokenHours}
          onChange={(idTokenHours) => change({ idTokenHours })}
          error={errors.jwt_configuration ? 'Between a minute and 30 days.' : undefined}
        />
        <Field
          label="Refresh token, days"
          name="refresh_token"
          value={form.refreshDays}
          onChange={(refreshDays) => change({ refreshDays })}
          description="Empty: it does not end."
          error={errors.refresh_token ? 'Up to five years.' : undefined}
        />
      </div>
      <Toggle
        label="Rotate refresh tokens"
        description="Each use gives a new one and ends the old; using an old one again ends them all."
        isSelected={form.isRotating}
        onChange={(isRotating) => change({ isRotating })}
      />
    </FormCard>
  );
}
