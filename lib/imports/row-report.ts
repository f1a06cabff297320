import type { ImportOutcome } from '@/lib/users';
import type { SourceRecord } from './read-records';
import type { RowError } from './row-errors';

/** A record that is not here as the file has it, and why. `user` has no password hash. */
export type RowReport = { row: number; line: number; stored: boolean; user: unknown; errors: RowError[] };

const secrets = new Set(['password', 'password_hash', 'passwordHash', 'custom_password_hash', 'mfa_factors']);

function withoutSecrets(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, secrets.has(key) ? '*****' : item]),
  );
}

/** `stored` when the user is here all the same, without what the errors name. */
export function reportOf(record: SourceRecord, errors: RowError[], stored = false): RowReport {
  const user = 'value' in record ? withoutSecrets(record.value) : undefined;
  return { row: record.row, line: record.line, stored, user, errors };
}

const takenCodes = {
  user_id: 'CONFLICT',
  email: 'CONFLICT_EMAIL',
  username: 'CONFLICT_USERNAME',
  phone_number: 'CONFLICT',
  identities: 'CONFLICT',
} as const;

/** Why a checked record was not stored, in the contract's codes; none when it was. */
export function outcomeErrors(outcome: ImportOutcome): RowError[] {
  switch (outcome.kind) {
    case 'inserted':
    case 'updated':
      return [];
    case 'taken': {
      const { field } = outcome;
      return [{ code: takenCodes[field], message: `Another user here has this ${field}`, path: field }];
    }
    case 'refused': {
      const fields = Object.entries(outcome.fields);
      if (fields.length === 0) return [{ code: 'FORMAT', message: outcome.message }];
      return fields.map(([path, message]) => ({ code: 'FORMAT', message, path }));
    }
  }
}
