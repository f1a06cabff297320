import { BackLink } from '@/components/layout/page-header';
import { LoadingLabel, Skeleton } from '@/components/ui/skeleton';

export default function Loading() {
  return (
    <div className="max-w-3xl">
      <BackLink href="/console/outbox" label="Mail" />
      <LoadingLabel>Loading the mail</LoadingLabel>
      <Skeleton className="mb-6 h-7 w-80" />
      <Skeleton className="mb-5 h-24 w-full rounded-xl" />
      <Skeleton className="h-96 w-full rounded-xl" />
    </div>
  );
}
