import { z } from 'zod';
import type { StoredJob } from '@/lib/queue';
import {
  createPasswordTicket,
  createVerificationTicket,
  passwordTicketInput,
  requestVerification,
  ticketView,
  verificationEmailInput,
  verificationTicketInput,
} from '@/lib/tickets';
import { declare, type ManagementApp } from './operation';

/** `/tickets`: `reference/management-api.md` 8.3. */
export function mountTickets(app: ManagementApp): void {
  declare(app, {
    method: 'post',
    path: '/tickets/password-change',
    summary: 'Create a password change ticket',
    scopes: ['create:user_tickets'],
    body: passwordTicketInput,
    responses: { 201: ticketView },
    handle: async (ctx, { body }) => ({ status: 201, body: await createPasswordTicket(ctx, body) }),
  });
  declare(app, {
    method: 'post',
    path: '/tickets/email-verification',
    summary: 'Create an email verification ticket',
    scopes: ['create:user_tickets'],
    body: verificationTicketInput,
    responses: { 201: ticketView },
    handle: async (ctx, { body }) => ({ status: 201, body: await createVerificationTicket(ctx, body) }),
  });
}

const pendingJob = z.strictObject({
  id: z.string(),
  type: z.string(),
  status: z.string(),
  created_at: z.string(),
});

const present = ({ id, kind, status, createdAt }: StoredJob) => ({
  id,
  type: kind,
  status,
  created_at: createdAt.toISOString(),
});

/** `POST /jobs/verification-email` (6); `GET /jobs/{id}` says what became of it. */
export function mountVerificationEmail(app: ManagementApp): void {
  declare(app, {
    method: 'post',
    path: '/jobs/verification-email',
    summary: 'Send a verification email',
    scopes: ['update:users'],
    body: verificationEmailInput,
    responses: { 201: pendingJob },
    handle: async (ctx, { body }) => ({ status: 201, body: present(await requestVerification(ctx, body)) }),
  });
}
