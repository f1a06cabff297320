/** An error with the code that Node's has. */
export function withCode<T extends Error>(error: T, code: string): T {
  return Object.assign(error, { code });
}
