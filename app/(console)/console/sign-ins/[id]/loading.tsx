import { BackLink } from '@/components/layout/page-header';
import { signInPath } from '@/components/sign-ins/sign-in-path';
import { LoadingLabel, Skeleton } from '@/components/ui/skeleton';

export default function Loading() {
  return (
    <>
      <BackLink href={signInPath()} label="Sign-ins" />
      <LoadingLabel>Loading the sign-in</LoadingLabel>
      <Skeleton className="mb-6 h-7 w-64" />
      <Skeleton className="mb-4 h-40 w-full rounded-xl" />
      <Skeleton className="h-64 w-full rounded-xl" />
    </>
  );
}
