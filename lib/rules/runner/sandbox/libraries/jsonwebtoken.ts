import * as original from 'jsonwebtoken';

type Options = Record<string, unknown>;

/** Options of versions before 6, which old rules still use. */
function modern(options: unknown): unknown {
  if (typeof options !== 'object' || options === null) return options;
  const { expiresInMinutes, expiresInSeconds, ...rest }: Options = { ...options };
  if (expiresInMinutes !== undefined) return { ...rest, expiresIn: Number(expiresInMinutes) * 60 };
  return expiresInSeconds === undefined ? options : { ...rest, expiresIn: Number(expiresInSeconds) };
}

const real = original as unknown as Record<string, (...args: unknown[]) => unknown>;

/** jsonwebtoken, whose `sign` also takes `expiresInMinutes` and `expiresInSeconds`. */
export const library = {
  ...real,
  sign: (payload: unknown, secret: unknown, options?: unknown, ...rest: unknown[]) =>
    real.sign?.(payload, secret, ...(options === undefined ? [] : [modern(options)]), ...rest),
};
