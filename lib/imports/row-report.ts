import type { ImportOutcome } from '@/lib/users';
import type { SourceRecord } from './read-records';
import type { RowError } from './row-errors';

/** A record that is not here as the file has it, and why. `user` has no password hash. */
export type RowReport = { row: number; line: number; stored: boolean; user: unknown; errors: RowError[] };

/** Names of members that hold secrets, misspelt ones too: a record may be refused for just that. */
const secret = /pass|pwd|hash|salt|secret|token|mfa|otp|credential/i;
const bags = new Set(['user_metadata', 'app_metadata']);

/** The record without secrets. Metadata stays as it is: it is the tenant's own, and is never a place for a password. */
function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      if (bags.has(key)) return [key, item];
      return [key, secret.test(key) ? '*****' : withoutSecrets(item)];
    }),
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
