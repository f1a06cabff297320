import type { logs } from '@/db/schema';
import type { LogView } from './schemas';

const mobile = /\b(Android|iPhone|iPad|iPod|Mobile|Windows Phone)\b/i;

/** The public shape (`reference/management-api.md` 7). */
export function presentLog(row: typeof logs.$inferSelect): LogView {
  const known = {
    connection: row.connection,
    connection_id: row.connectionId,
    client_id: row.clientId,
    client_name: row.clientName,
    ip: row.ip,
    hostname: row.hostname,
    user_id: row.userId,
    user_name: row.userName,
    user_agent: row.userAgent,
    audience: row.audience,
    scope: row.scope,
    strategy: row.strategy,
    strategy_type: row.strategyType,
    auth0_client: row.auth0Client,
    references: row.correlationId === null ? null : { correlation_id: row.correlationId },
  };
  return {
    _id: row.logId,
    log_id: row.logId,
    date: row.date.toISOString(),
    type: row.type,
    description: row.description,
    ...Object.fromEntries(Object.entries(known).filter(([, value]) => value !== null)),
    isMobile: mobile.test(row.userAgent ?? ''),
    details: row.details,
  };
}
