import { FlaskConical } from 'lucide-react';
import type { ReactNode } from 'react';
import { LoadingLabel, Skeleton } from '@/components/ui/skeleton';

/** In the place of an outcome while a test runs. */
export function RunningTest() {
  return (
    <div className="flex flex-col gap-3">
      <LoadingLabel>Running the test</LoadingLabel>
      <Skeleton className="h-5 w-20" />
      <Skeleton className="h-4 w-3/4" />
      <Skeleton className="h-4 w-1/2" />
    </div>
  );
}

/** In the place of an outcome before there is one. */
export function NothingYet({ children }: { children: ReactNode }) {
  return (
    <div role="status" className="flex flex-col items-center px-4 py-8 text-center text-[13px] text-muted">
      <FlaskConical className="mb-3 size-5" aria-hidden="true" />
      {children}
    </div>
  );
}
