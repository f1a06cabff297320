export { createPasswordTicket, createVerificationTicket } from './create-ticket';
export { findByEmail } from './internal';
export { allowsPasswordRequests, requestPasswordChange } from './request-password-change';
export { requestVerification } from './request-verification';
export * from './schemas';
export { type MailToUser, mailToUser } from './send-link';
export { sweepTickets, type TicketKind } from './ticket';
export { resetPassword, type TicketOutcome, type TicketPage, verifyEmail, viewTicket } from './use-ticket';
