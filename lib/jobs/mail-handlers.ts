import { z } from 'zod';
import type { Context } from '@/lib/context';
import { env } from '@/lib/env';
import { type LogEvent, logEvent } from '@/lib/logs';
import type { importEmail, MailImport, noticeEmail, passwordEmail, verificationEmail } from '@/lib/mail';
import { getStoredJob, type JobHandler, type StoredJob } from '@/lib/queue';
import { findByEmail, mailToUser } from '@/lib/tickets';
import { getAccount, type StoredUser } from '@/lib/users';

type Asked = {
  client_id?: string | undefined;
  language?: string | undefined;
  ip?: string | undefined;
  user_agent?: string | undefined;
};

const requestOf = ({ client_id, language }: Asked) => ({ clientId: client_id, language });

/** The log row of a mail: with the caller of the request that asked for it, not with the job's. */
function logMail(ctx: Context, { client_id, ip, user_agent }: Asked, event: LogEvent): Promise<void> {
  const { ip: _ip, userAgent: _agent, ...rest } = ctx;
  const caller = {
    ...(ip === undefined ? {} : { ip }),
    ...(user_agent === undefined ? {} : { userAgent: user_agent }),
  };
  return logEvent({ ...rest, ...caller }, { clientId: client_id ?? null, ...event });
}

/** The last step of a mail's job: its row in the log. */
const recorded = (asked: Asked, event: LogEvent) => async (tx: Context) => {
  await logMail(tx, asked, event);
  return {};
};

const about = ({ userId, email, connection }: StoredUser) => ({ userId, userName: email, connection });

const outcomes = {
  sent: 'The mail was sent.',
  kept: 'There is no mail provider: the mail is in the outbox of the console.',
  off: 'The tenant has switched this mail off.',
} as const;

/** `fn`: the mail did not leave, for good. The job keeps the reason too. */
function mailFailed(template: string) {
  return async (tx: Context, { payload, id }: StoredJob, reason: string): Promise<void> => {
    const { user_id, email, connection } = payload;
    await logMail(tx, payload as Asked, {
      type: 'fn',
      description: `${template}: ${reason}`,
      userId: typeof user_id === 'string' ? user_id : null,
      userName: typeof email === 'string' ? email : null,
      connection: typeof connection === 'string' ? connection : null,
      details: { job_id: id, template },
    });
  };
}

/** A new user of a tenant that asks nobody for proof of an address is welcomed at once. */
export const verificationHandler: JobHandler<z.output<typeof verificationEmail.schema>> = {
  run: async ({ id, payload, ctx, complete }) => {
    const { user, isAdmin } = await getAccount(ctx, payload.user_id);
    const mail = { id, user, isAdmin, request: requestOf(payload) };
    const outcome = await mailToUser(ctx, { ...mail, template: 'verify_email' });
    if (outcome === 'off' && payload.sign_up) await mailToUser(ctx, { ...mail, template: 'welcome_email' });
    if (outcome === 'off') return;
    const event = { type: 'svr', description: outcomes[outcome], ...about(user) };
    await complete(recorded(payload, event));
  },
  failed: mailFailed('verify_email'),
};

/** For an address that nobody has the job ends well all the same, and only the log says so. */
export const passwordHandler: JobHandler<z.output<typeof passwordEmail.schema>> = {
  run: async ({ id, payload, ctx, complete }) => {
    const { connection, email } = payload;
    const userId = await findByEmail(ctx, connection, email);
    if (userId === null) {
      const event = { type: 'fcpr', description: 'The user does not exist.', connection, userName: email };
      return complete(recorded(payload, event));
    }
    const { user, isAdmin } = await getAccount(ctx, userId);
    const outcome = await mailToUser(ctx, {
      id,
      template: 'reset_email',
      user,
      isAdmin,
      request: requestOf(payload),
    });
    const event = {
      type: outcome === 'off' ? 'fcpr' : 'scpr',
      description: outcomes[outcome],
      ...about(user),
    };
    await complete(recorded(payload, event));
  },
  failed: mailFailed('reset_email'),
};

/** Mails without a question leave no row in the log unless they fail. */
export const noticeHandler: JobHandler<z.output<typeof noticeEmail.schema>> = {
  run: async ({ id, payload, ctx }) => {
    const { user, isAdmin } = await getAccount(ctx, payload.user_id);
    await mailToUser(ctx, { id, template: payload.template, user, isAdmin, request: requestOf(payload) });
  },
  failed: mailFailed('notice'),
};

const importSummary = z.object({
  total: z.number(),
  inserted: z.number(),
  updated: z.number(),
  failed: z.number(),
});
const nothingDone = { total: 0, inserted: 0, updated: 0, failed: 0 };

function howItEnded({ id, payload, status, summary, statusDetails }: StoredJob): MailImport {
  return {
    id,
    connection: String(payload.connection),
    status: status === 'failed' ? 'failed' : 'completed',
    ...importSummary.parse(summary ?? nothingDone),
    reason: statusDetails ?? '',
    errors_url: `${env().ANNEX_URL}/api/v2/jobs/${id}/errors`,
  };
}

/** Nobody writes to an administrator without an address, or one who has been blocked meanwhile. */
export const importHandler: JobHandler<z.output<typeof importEmail.schema>> = {
  run: async ({ id, payload, ctx }) => {
    const { user, isAdmin } = await getAccount(ctx, payload.user_id);
    if (!isAdmin || user.blocked || user.email === null) return;
    const ended = howItEnded(await getStoredJob(ctx, payload.job_id));
    await mailToUser(ctx, { id, template: 'users_import', user, isAdmin, request: {}, import: ended });
  },
  failed: mailFailed('users_import'),
};
