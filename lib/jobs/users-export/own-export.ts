import type { Context } from '@/lib/context';
import { Forbidden, NotFound } from '@/lib/errors';
import type { StoredJob } from '@/lib/queue';
import { usersExport } from './definition';

/** The administrator of the console who acts; throws Forbidden for anybody else, who has the Management API. */
export function consoleAdmin({ actor }: Context): string {
  if (actor.type === 'admin') return actor.userId;
  throw new Forbidden('This belongs to the administrators of the console.', {
    errorCode: 'insufficient_scope',
  });
}

/** Throws NotFound unless the job is an export that the acting administrator has asked for in the console. */
export function assertOwnExport(ctx: Context, { kind, requestedBy }: StoredJob): void {
  const isOwn = requestedBy.type === 'admin' && requestedBy.userId === consoleAdmin(ctx);
  if (kind === usersExport.kind && isOwn) return;
  throw new NotFound('The export does not exist.');
}
