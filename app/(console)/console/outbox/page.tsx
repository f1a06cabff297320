import type { Metadata } from 'next';
import { PageHeader } from '@/components/layout/page-header';
import { DeliveryState } from '@/components/outbox/delivery-state';
import { OutboxList } from '@/components/outbox/outbox-list';
import { OutboxPager } from '@/components/outbox/outbox-pager';
import { env } from '@/lib/env';
import { requireAdmin } from '@/lib/http/page';
import { getProviderState, listOutbox } from '@/lib/mail';
import { confirmProviderAction } from './actions';

export const metadata: Metadata = { title: 'Mail' };

type Props = { searchParams: Promise<{ page?: string | string[] }> };

const perPage = 50;

export default async function OutboxPage({ searchParams }: Props) {
  const ctx = await requireAdmin('/console/outbox');
  const { page: asked } = await searchParams;
  const page = typeof asked === 'string' && /^[1-9]\d{0,5}$/.test(asked) ? Number(asked) : 1;
  const [state, { items, total = 0 }] = await Promise.all([
    getProviderState(ctx),
    listOutbox(ctx, { offset: (page - 1) * perPage, limit: perPage }),
  ]);
  return (
    <>
      <PageHeader
        title="Mail"
        description="The outbox: mails of the last seven days that were sent to nobody."
      />
      <DeliveryState state={state} address={env().ANNEX_URL} confirm={confirmProviderAction} />
      <OutboxList items={items} />
      <OutboxPager page={page} pages={Math.ceil(total / perPage)} />
    </>
  );
}
