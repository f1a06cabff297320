import { importEmail, noticeEmail, passwordEmail, verificationEmail } from '@/lib/mail';
import { type Worker, worker } from '@/lib/queue';
import { actionsReplay, rulesReplay } from '@/lib/trials';
import { passwordChanged } from '@/lib/users';
import { usersExport } from './users-export/definition';
import { usersImport } from './users-import/definition';

const mailHandlers = () => import('./mail-handlers');

/**
 * Every kind of job that a server works on: `worker(definition, () => import('./…/handler'))`. Definitions live where
 * jobs are enqueued, handlers here, so that `lib/users` may enqueue what a handler that needs users will do.
 */
export const jobWorkers: readonly Worker[] = [
  worker(usersImport, async () => (await import('./users-import/handler')).handler),
  worker(usersExport, async () => (await import('./users-export/handler')).handler),
  worker(rulesReplay, async () => (await import('@/lib/trials')).replayHandler),
  worker(actionsReplay, async () => (await import('@/lib/trials')).replayHandler),
  worker(verificationEmail, async () => (await mailHandlers()).verificationHandler),
  worker(passwordEmail, async () => (await mailHandlers()).passwordHandler),
  worker(noticeEmail, async () => (await mailHandlers()).noticeHandler),
  worker(passwordChanged, async () => (await import('./password-changed-handler')).passwordChangedHandler),
  worker(importEmail, async () => (await mailHandlers()).importHandler),
];
