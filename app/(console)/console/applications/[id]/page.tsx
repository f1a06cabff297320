import type { Metadata } from 'next';
import { AddressCard } from '@/components/applications/address-card';
import { ApplicationActions } from '@/components/applications/application-actions';
import { nameOfKind } from '@/components/applications/application-words';
import { ConsentCard } from '@/components/applications/consent-card';
import { CredentialsCard } from '@/components/applications/credentials-card';
import { GrantCard } from '@/components/applications/grant-card';
import { NameCard } from '@/components/applications/name-card';
import { PageHeader } from '@/components/layout/page-header';
import { getClient } from '@/lib/clients';
import { env } from '@/lib/env';
import { orNotFound, requireAdmin } from '@/lib/http/page';
import { deleteApplicationAction, rotateSecretAction, saveApplicationAction } from '../actions';

export const metadata: Metadata = { title: 'Application' };

type Props = { params: Promise<{ id: string }> };

export default async function ApplicationPage({ params }: Props) {
  const id = decodeURIComponent((await params).id);
  const ctx = await requireAdmin(`/console/applications/${encodeURIComponent(id)}`);
  const client = await orNotFound(getClient(ctx, id));
  return (
    <div className="max-w-3xl">
      <PageHeader
        title={client.name}
        description={nameOfKind(client.app_type)}
        back={{ href: '/console/applications', label: 'Applications' }}
        actions={<ApplicationActions client={client} remove={deleteApplicationAction} />}
      />
      <div className="flex flex-col gap-5">
        <CredentialsCard client={client} address={env().ANNEX_URL} rotate={rotateSecretAction} />
        <NameCard client={client} save={saveApplicationAction} />
        {client.app_type === 'non_interactive' ? null : (
          <>
            <AddressCard client={client} save={saveApplicationAction} />
            <ConsentCard client={client} save={saveApplicationAction} />
          </>
        )}
        <GrantCard client={client} save={saveApplicationAction} />
      </div>
    </div>
  );
}
