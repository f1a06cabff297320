import type { signIns } from '@/db/schema';
import type { SignInSummary } from './schemas';

export type SignInRow = typeof signIns.$inferSelect;

/** What a list needs of a row. */
type Listed = Omit<SignInRow, 'recording' | 'ran'> & {
  recording: Pick<SignInRow['recording'], 'steps' | 'logs' | 'error'>;
};

export function presentSignIn(row: Listed): SignInSummary {
  const { steps, logs, error } = row.recording;
  return {
    id: row.id,
    at: row.at.toISOString(),
    result: row.result,
    user_id: row.userId,
    ...(row.userName === null ? {} : { user_name: row.userName }),
    client_id: row.clientId,
    client_name: row.clientName,
    connection: row.connection,
    protocol: row.protocol,
    duration_ms: Math.round(row.durationMs * 1000) / 1000,
    steps,
    logs,
    ...(error ? { error } : {}),
    is_cut: row.isCut,
  };
}
