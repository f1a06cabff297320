import type { Metadata } from 'next';
import { ApplicationList } from '@/components/applications/application-list';
import { CreateApplication } from '@/components/applications/create-application';
import { PageHeader } from '@/components/layout/page-header';
import { listClients } from '@/lib/clients';
import { requireAdmin } from '@/lib/http/page';
import { createApplicationAction } from './actions';

export const metadata: Metadata = { title: 'Applications' };

export default async function ApplicationsPage() {
  const ctx = await requireAdmin('/console/applications');
  const clients = await listClients(ctx);
  const create = <CreateApplication create={createApplicationAction} />;
  return (
    <>
      <PageHeader
        title="Applications"
        description="What people sign in to, and programs that call APIs as themselves."
        actions={clients.length > 0 ? create : null}
      />
      <ApplicationList clients={clients} create={create} />
    </>
  );
}
