'use client';

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
      {/* The kit's button would be loaded with every page, this one's being a part of each. */}
      <button type="button" className="button button--primary mt-6" onClick={reset}>
        Try again
      </button>
    </Centered>
  );
}
