import pino, { type Logger } from 'pino';
import { env } from './env';

type LoggedError = { type: string; message: string; code?: string; stack?: string; cause?: LoggedError };

/** What the database layer appends to its messages: the values of a statement, secrets among them. */
const values = /\nparams: [\s\S]*$/;
const mostCauses = 5;

/**
 * An error as the log may hold it: what, where and why, without the values of a statement or anything else that was
 * hung on the error. A stack repeats the message, so only its frames are kept.
 */
export function loggableError(error: unknown, depth = 0): LoggedError {
  if (!(error instanceof Error))
    return { type: typeof error, message: 'something other than an error was thrown' };
  const frames = error.stack?.split('\n').filter((line) => /^\s+at /.test(line));
  const cause =
    error.cause === undefined || depth >= mostCauses ? undefined : loggableError(error.cause, depth + 1);
  return {
    type: error.name,
    message: error.message.replace(values, ''),
    ...('code' in error && typeof error.code === 'string' ? { code: error.code } : {}),
    ...(frames ? { stack: frames.join('\n') } : {}),
    ...(cause ? { cause } : {}),
  };
}

let logger: Logger | undefined;

/** The process's own log, JSON lines on stderr. Tenant events that people search go to `lib/logs` instead. */
export function log(): Logger {
  logger ??= pino(
    {
      level: env().NODE_ENV === 'test' ? 'silent' : env().LOG_LEVEL,
      serializers: { err: (error: unknown) => loggableError(error) },
    },
    pino.destination(2),
  );
  return logger;
}
