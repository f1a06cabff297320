'use client';

import { Button } from '@heroui/react/button';
import { CloudAlert } from 'lucide-react';
import { EmptyState } from './empty-state';

type ErrorStateProps = { title?: string; message: string; digest?: string | undefined; onRetry: () => void };

/** What stands where something failed to load. */
export function ErrorState({ title = 'This did not load', message, digest, onRetry }: ErrorStateProps) {
  return (
    <div role="alert">
      <EmptyState
        Icon={CloudAlert}
        title={title}
        actions={
          <Button size="sm" variant="secondary" onPress={onRetry}>
            Try again
          </Button>
        }
      >
        {message}
        {digest ? <span className="mt-1 block font-mono text-xs">{digest}</span> : null}
      </EmptyState>
    </div>
  );
}
