import { AuthLink } from './auth-page';
import type { DeadTicket as Dead } from './ticket-values';

export const deadTitles: Record<Dead['state'], string> = {
  used: 'This link has been used',
  expired: 'This link has expired',
  none: 'This link does not work',
};

const reasons: Record<Dead['state'], string> = {
  used: 'Each link works once. If it was not you who used it, choose a new password.',
  expired: 'Links live for a while only, and end when the address or the password of the account changes.',
  none: 'It may be incomplete: some mail programs break long addresses. Copy the whole address from the mail.',
};

/** What to do about a link that opens nothing. */
export function DeadTicket({ ticket }: { ticket: Dead }) {
  const goTo = ticket.state === 'none' ? null : ticket.goTo;
  return (
    <>
      <p>{reasons[ticket.state]}</p>
      <p className="mt-3 text-muted">
        You get a new one where you sign in to the application.
        {goTo === null ? null : (
          <>
            {' '}
            <AuthLink href={goTo}>Go to the application</AuthLink>
          </>
        )}
      </p>
    </>
  );
}

/** The same in the place of a form that was answered with it. */
export function DeadAnswer({ ticket }: { ticket: Dead }) {
  return (
    <>
      <p className="mb-2 font-medium">{deadTitles[ticket.state]}.</p>
      <DeadTicket ticket={ticket} />
    </>
  );
}
