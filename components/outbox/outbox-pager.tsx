import { ButtonLink } from '@/components/ui/button-link';
import { outboxPath } from './outbox-words';

/** Ways to newer and older mails; nothing where one page holds all. */
export function OutboxPager({ page, pages }: { page: number; pages: number }) {
  if (page === 1 && pages <= 1) return null;
  return (
    <nav aria-label="Pages" className="mt-4 flex justify-between gap-2">
      {page > 1 ? (
        <ButtonLink href={`${outboxPath()}?page=${page - 1}`} variant="tertiary">
          Newer
        </ButtonLink>
      ) : (
        <span />
      )}
      {page < pages ? (
        <ButtonLink href={`${outboxPath()}?page=${page + 1}`} variant="tertiary">
          Older
        </ButtonLink>
      ) : null}
    </nav>
  );
}
