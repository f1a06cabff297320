import pino, { type Logger } from 'pino';
import { env } from './env';

let logger: Logger | undefined;

/** The process's own log, JSON lines on stderr. Tenant events that people search go to `lib/logs` instead. */
export function log(): Logger {
  logger ??= pino(
    {
      level: env().NODE_ENV === 'test' ? 'silent' : env().LOG_LEVEL,
      redact: ['password', '*.password', '*.client_secret'],
    },
    pino.destination(2),
  );
  return logger;
}
