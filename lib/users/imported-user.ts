import type { UserActivity, UserState } from './state';

/** The fields that an import with upsert writes of a user who is here already (`reference/management-api.md` 6). */
export const upsertFields = {
  email_verified: 'emailVerified',
  given_name: 'givenName',
  family_name: 'familyName',
  name: 'name',
  nickname: 'nickname',
  picture: 'picture',
  user_metadata: 'userMetadata',
  app_metadata: 'appMetadata',
} as const satisfies Record<string, keyof UserState>;

type UpsertPatch = Partial<Pick<UserState, (typeof upsertFields)[keyof typeof upsertFields]>>;

/** A user of another system, as it would be stored here. */
export type ImportedUser = {
  state: UserState;
  activity: UserActivity;
  /** As `hashPassword` or `importedHash` makes it. */
  passwordHash: string | null;
  /** Whether an upsert may replace an imported hash that nobody has signed in with yet. */
  replacesHash: boolean;
  /** What the record itself says of the fields that an upsert writes; metadata is replaced whole. */
  given: UpsertPatch;
};

/** What became of one imported user. */
export type ImportOutcome =
  | { kind: 'inserted' | 'updated' }
  /** Somebody else has this name here. */
  | { kind: 'taken'; field: 'user_id' | 'email' | 'username' | 'phone_number' | 'identities' }
  | { kind: 'refused'; message: string; fields: Record<string, string> };
