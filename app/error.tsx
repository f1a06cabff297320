'use client';

import { Button } from '@heroui/react/button';
import { Centered } from '@/components/layout/centered';

/** The last resort of every page: a defect, told without details. */
export default function ErrorPage({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return (
    <Centered>
      <div role="alert">
        <h1 className="text-xl font-semibold tracking-tight">Something went wrong on our side</h1>
        <p className="mt-2 text-muted">
          The page could not be shown. Try again; if it stays like this, look in the log of the server.
        </p>
        {error.digest ? <p className="mt-2 font-mono text-xs text-muted">Log entry {error.digest}</p> : null}
      </div>
      <Button className="mt-6" onPress={reset}>
        Try again
      </Button>
    </Centered>
  );
}
