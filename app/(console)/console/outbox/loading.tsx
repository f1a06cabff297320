import { PageHeader } from '@/components/layout/page-header';
import { LoadingLabel, Skeleton } from '@/components/ui/skeleton';

export default function Loading() {
  return (
    <>
      <PageHeader title="Mail" />
      <LoadingLabel>Loading mails</LoadingLabel>
      <Skeleton className="mb-6 h-16 w-full rounded-xl" />
      <div className="divide-y divide-separator overflow-clip rounded-xl bg-surface shadow-surface">
        {['w-72', 'w-60', 'w-80'].map((width) => (
          <div key={width} className="flex h-15 items-center gap-4 px-4">
            <Skeleton className={`h-4 ${width}`} />
            <Skeleton className="ms-auto h-4 w-20" />
          </div>
        ))}
      </div>
    </>
  );
}
