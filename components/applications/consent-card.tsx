'use client';

import { Toggle } from '@/components/ui/toggle';
import type { ClientView, UpdateClientInput } from '@/lib/clients/schemas';
import { FormCard } from './form-card';
import { type SaveApplicationAction, useApplicationForm } from './use-application-form';

type ConsentForm = { isThirdParty: boolean };

const toForm = ({ is_first_party }: ClientView): ConsentForm => ({ isThirdParty: !is_first_party });
const toPatch = ({ isThirdParty }: ConsentForm): UpdateClientInput => ({ is_first_party: !isThirdParty });

/** Whose application it is, and so whether people are asked. */
export function ConsentCard({ client, save }: { client: ClientView; save: SaveApplicationAction }) {
  const state = useApplicationForm({ client, save, toForm, toPatch });
  return (
    <FormCard id="consent" title="Consent" state={state}>
      <Toggle
        label="A third party’s application"
        description="People are asked before it gets anything of theirs, and sign in through connections of the domain (is_domain_connection) alone."
        isSelected={state.form.isThirdParty}
        onChange={(isThirdParty) => state.change({ isThirdParty })}
      />
    </FormCard>
  );
}
