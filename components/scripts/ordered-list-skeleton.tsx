import { LoadingLabel, Skeleton } from '@/components/ui/skeleton';

/** A list in order while it loads. `label`: what loads, such as "Loading rules". */
export function OrderedListSkeleton({ label }: { label: string }) {
  return (
    <div className="divide-y divide-separator overflow-clip rounded-xl bg-surface shadow-surface">
      <LoadingLabel>{label}</LoadingLabel>
      {['w-48', 'w-64', 'w-40'].map((width) => (
        <div key={width} className="flex h-15 items-center gap-4 px-4">
          <Skeleton className="size-5" />
          <Skeleton className={`h-4 ${width}`} />
          <Skeleton className="ms-auto h-5 w-9 rounded-full" />
        </div>
      ))}
    </div>
  );
}
