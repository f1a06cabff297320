import type { KnownConnection } from '@/lib/connections';
import type { ImportedUser } from '@/lib/users';
import type { RowError } from './row-errors';

/** Where the records of a file go. */
export type Target = {
  connection: KnownConnection;
  /** Whether users of other database connections go to `connection` too. */
  forced: boolean;
  known: ReadonlySet<string>;
  now: Date;
};

export type Mapped =
  /** `notStored` names what the record says and this version has no place for; `totp` is the key of an authenticator app. */
  { user: ImportedUser; notStored: string[]; totp?: string | undefined } | { errors: RowError[] };
