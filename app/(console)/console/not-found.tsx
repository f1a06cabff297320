import { FileQuestion } from 'lucide-react';
import { ButtonLink } from '@/components/ui/button-link';
import { EmptyState } from '@/components/ui/empty-state';

export default function ConsoleNotFound() {
  return (
    <EmptyState
      Icon={FileQuestion}
      title="There is nothing here"
      actions={
        <ButtonLink href="/console" variant="secondary">
          Go to users
        </ButtonLink>
      }
    >
      It was deleted, or the address is wrong.
    </EmptyState>
  );
}
