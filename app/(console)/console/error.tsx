'use client';

import { ErrorState } from '@/components/ui/error-state';

export default function ConsoleError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return (
    <ErrorState
      message="The log of the server says why. Trying again may help."
      digest={error.digest ? `Log entry ${error.digest}` : undefined}
      onRetry={reset}
    />
  );
}
