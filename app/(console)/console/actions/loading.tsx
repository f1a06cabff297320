import { PageHeader } from '@/components/layout/page-header';
import { OrderedListSkeleton } from '@/components/scripts/ordered-list-skeleton';

export default function Loading() {
  return (
    <>
      <PageHeader title="Actions" />
      <OrderedListSkeleton label="Loading Actions" />
    </>
  );
}
