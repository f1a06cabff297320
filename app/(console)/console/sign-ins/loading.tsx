import { PageHeader } from '@/components/layout/page-header';
import { LoadingLabel, Skeleton } from '@/components/ui/skeleton';

export default function Loading() {
  return (
    <>
      <PageHeader title="Sign-ins" />
      <LoadingLabel>Loading sign-ins</LoadingLabel>
      <div className="mb-6 grid grid-cols-2 gap-3 lg:grid-cols-4">
        {['a', 'b', 'c', 'd'].map((key) => (
          <Skeleton key={key} className="h-15 w-full" />
        ))}
      </div>
      <div className="divide-y divide-separator overflow-clip rounded-xl bg-surface shadow-surface">
        {['w-72', 'w-60', 'w-80', 'w-64', 'w-72'].map((width, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows of a skeleton are never moved
          <div key={index} className="flex h-15 items-center gap-4 px-4">
            <Skeleton className="h-5 w-16" />
            <Skeleton className={`h-4 ${width}`} />
            <Skeleton className="ms-auto h-4 w-20" />
          </div>
        ))}
      </div>
    </>
  );
}
