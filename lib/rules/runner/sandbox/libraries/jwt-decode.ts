class InvalidTokenError extends Error {
  override readonly name = 'InvalidTokenError';
}

/** What a token says, or its header, without a look at its signature. Throws InvalidTokenError for what is no token. */
function jwtDecode(token: unknown, options?: unknown): unknown {
  if (typeof token !== 'string') throw new InvalidTokenError('Invalid token specified: must be a string');
  const at = Object(options).header === true ? 0 : 1;
  const part = token.split('.')[at];
  if (part === undefined) throw new InvalidTokenError(`Invalid token specified: missing part #${at + 1}`);
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
  } catch (cause) {
    const message = `Invalid token specified: invalid json for part #${at + 1}`;
    throw new InvalidTokenError(message, { cause });
  }
}

/** The function itself up to version 3, its member from 4 on. */
export const library = Object.assign(jwtDecode, { default: jwtDecode, jwtDecode, InvalidTokenError });
