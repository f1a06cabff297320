import { type DatabaseOptions, requiredNames, usernameRules } from '@/lib/connections';
import { Invalid } from '@/lib/errors';

/** Refuses a username that the connection has no place for, or one of a length that it does not take. */
export function assertUsernameFits(username: string, options: DatabaseOptions): void {
  const { allowed, min, max } = usernameRules(options);
  if (!allowed) {
    throw new Invalid('Cannot set username for connection without requires_username', {
      errorCode: 'operation_not_supported',
      fields: { username: 'This connection has no usernames.' },
    });
  }
  if (username.length >= min && username.length <= max) return;
  const fault = `A username has ${min} to ${max} characters here`;
  throw new Invalid(`Payload validation error: '${fault}' on property username.`, {
    errorCode: 'invalid_body',
    fields: { username: `${fault}.` },
  });
}

type Names = { email?: string | undefined; phone_number?: string | undefined; username?: string | undefined };

/** Refuses a new user without one of the names that the connection asks for, or with one that it has no place for. */
export function assertNames(names: Names, options: DatabaseOptions): void {
  const property = requiredNames(options).find((name) => names[name] === undefined);
  if (property !== undefined) throw missing(property);
  if (names.username !== undefined) assertUsernameFits(names.username, options);
}

/** The refusal of a change that a script of the connection's own database would have to make. */
export function elsewhere(script: 'create' | 'change_password', field: string): Invalid {
  const message = `The connection keeps its users in a database of its own; Annex does not run its script ${script}.`;
  return new Invalid(message, { errorCode: 'operation_not_supported', fields: { [field]: message } });
}

/** The contract's refusal of a body without a member that it needs. */
export function missing(property: string): Invalid {
  return new Invalid(`Payload validation error: 'Missing required property: ${property}'.`, {
    errorCode: 'invalid_body',
    fields: { [property]: 'This is required.' },
  });
}
