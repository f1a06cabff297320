import { Centered } from '@/components/layout/centered';
import { ButtonLink } from '@/components/ui/button-link';

export default function NotFound() {
  return (
    <Centered>
      <h1 className="text-xl font-semibold tracking-tight">There is nothing here</h1>
      <p className="mt-2 text-muted">The address is wrong, or what it showed has been deleted.</p>
      <ButtonLink href="/" size="md" className="mt-6">
        Go to the first page
      </ButtonLink>
    </Centered>
  );
}
