import { z } from 'zod';

type FieldInfo = {
  /** What people call it. */
  label: string;
  type: 'text' | 'boolean' | 'number' | 'date';
  /** Text only: whether upper and lower case are the same. */
  ignoresCase?: boolean;
  sortable?: boolean;
  /** Not in the contract; strict search refuses it. */
  isExtension?: true;
};

/** Every field of a user that can be searched by name, as the contract lists them (`reference/user-search.md` 3). */
export const rootFields = {
  email: { label: 'Email', type: 'text', ignoresCase: true, sortable: true },
  name: { label: 'Name', type: 'text', ignoresCase: true, sortable: true },
  given_name: { label: 'Given name', type: 'text', ignoresCase: true, sortable: true },
  family_name: { label: 'Family name', type: 'text', ignoresCase: true, sortable: true },
  nickname: { label: 'Nickname', type: 'text', ignoresCase: true, sortable: true },
  'email.domain': { label: 'Domain of the email', type: 'text', ignoresCase: true },
  user_id: { label: 'User ID', type: 'text', sortable: true },
  username: { label: 'Username', type: 'text', sortable: true },
  phone_number: { label: 'Phone number', type: 'text', sortable: true },
  last_ip: { label: 'Last IP address', type: 'text', sortable: true },
  email_verified: { label: 'Email is verified', type: 'boolean', sortable: true },
  phone_verified: { label: 'Phone is verified', type: 'boolean', sortable: true },
  blocked: { label: 'Blocked', type: 'boolean', sortable: true },
  logins_count: { label: 'Logins', type: 'number', sortable: true },
  created_at: { label: 'Signed up', type: 'date', sortable: true },
  updated_at: { label: 'Updated', type: 'date', sortable: true },
  last_login: { label: 'Last login', type: 'date', sortable: true },
  organization_id: { label: 'Organization', type: 'text' },
  'identities.connection': { label: 'Connection', type: 'text' },
  'identities.provider': { label: 'Provider', type: 'text' },
  'identities.user_id': { label: 'ID at the provider', type: 'text' },
  'identities.isSocial': { label: 'Social account', type: 'boolean' },
  /** By id or by name. */
  roles: { label: 'Role', type: 'text', isExtension: true },
} as const satisfies Record<string, FieldInfo>;

export type RootField = keyof typeof rootFields;

/** One field that a query may name, for completion and filters. */
export type SearchField = {
  name: RootField;
  label: string;
  type: FieldInfo['type'];
  /** Whether upper and lower case are the same. */
  ignoresCase: boolean;
  /** Whether `sort` may name it. */
  sortable: boolean;
  /** Whether it is ours and not in the contract. */
  isExtension: boolean;
};

/** All root fields in the order of the contract. Keys of the bags (`fieldBags`) are fields beside them. */
export const searchFields: readonly SearchField[] = Object.entries<FieldInfo>(rootFields).map(
  ([name, { label, type, ignoresCase = false, sortable = false, isExtension = false }]) => ({
    name: name as RootField,
    label,
    type,
    ignoresCase,
    sortable,
    isExtension,
  }),
);

/** The `data` of the 400 that refuses a query, so that a fault can be shown where it stands. */
export const queryFault = z.object({
  /** Where the fault begins in `q`, from 0, in UTF-16 units. */
  position: z.number(),
  /** What was read there, as it stands in `q` or in words (`the end of the query`). */
  found: z.string(),
  /** What could stand there, in words. */
  expected: z.string(),
  /** The nearest name of a field, when a field is what is wrong; it can take the place of `found`. */
  suggestion: z.string().optional(),
});
export type QueryFault = z.output<typeof queryFault>;

/** Beginnings under which any key, at any depth, is a field. */
export const fieldBags = ['user_metadata', 'app_metadata', 'identities.profileData'] as const;
export type FieldBag = (typeof fieldBags)[number];

/** The fields that a value without a field is compared with; never metadata. */
export const bareFields = [
  'email',
  'name',
  'given_name',
  'family_name',
  'nickname',
  'username',
  'user_id',
  'phone_number',
] as const satisfies readonly RootField[];

export const sortFields = [
  'email',
  'name',
  'given_name',
  'family_name',
  'nickname',
  'user_id',
  'username',
  'phone_number',
  'last_ip',
  'email_verified',
  'phone_verified',
  'blocked',
  'logins_count',
  'created_at',
  'updated_at',
  'last_login',
] as const satisfies readonly RootField[];
export type SortField = (typeof sortFields)[number];

const field = z.enum(sortFields);

/** A root field, or a key of metadata that the tenant has declared (`user_metadata.age`). */
export type Sort = { name: string; direction: 'asc' | 'desc' };

export function isSortField(name: string): name is SortField {
  return field.safeParse(name).success;
}

/**
 * A key of metadata that the tenant has declared for sorting, with its bag: `user_metadata.age`. Plain names alone, so
 * that one can stand in the text of an index.
 */
export const sortKeyShape = /^(user_metadata|app_metadata)(\.[A-Za-z0-9_-]{1,64}){1,8}$/;

/** What the language offers, for the help beside the search box. `extension`: Auth0 answers 400. */
export const operators: readonly { example: string; meaning: string; extension?: true }[] = [
  { example: 'email:"ada@example.com"', meaning: 'The whole value, quoted when it holds spaces or signs' },
  { example: 'name:ada*', meaning: 'Begins with' },
  { example: 'name:*love*', meaning: 'Contains (three characters or more)' },
  {
    example: 'user_metadata.address.city:London',
    meaning: 'A key of user_metadata, at any depth; in arrays any element',
  },
  {
    example: 'logins_count:[10 TO 100}',
    meaning: 'From 10, below 100; [ ] take the end in, { } leave it out',
  },
  { example: 'last_login:[2025-11 TO *]', meaning: 'Since November 2025; years, months, days and moments' },
  { example: '_exists_:phone_number', meaning: 'Has a value' },
  { example: 'blocked:true AND NOT email_verified:true', meaning: 'AND, OR, NOT and parentheses' },
  { example: 'name:("ada lovelace" OR eve)', meaning: 'Several values of one field' },
  { example: 'identities.connection:google-oauth2', meaning: 'Any account of the user' },
  { example: 'email.domain:example.com', meaning: 'The part after the @' },
  { example: 'app_metadata.seats:[5 TO *]', meaning: 'Numbers, dates and text in metadata', extension: true },
  { example: 'user_metadata.color:bl*', meaning: 'Wildcards in metadata', extension: true },
  { example: 'user_metadata.color~:BLUE', meaning: 'Metadata in any case', extension: true },
  { example: 'roles:admin', meaning: 'Has the role, by name or id', extension: true },
];

/** What a search is asked, beside rights and strictness: a numbered page, or a walk from a cursor. */
export const searchInput = z
  .strictObject({
    q: z.string().default(''),
    sort: z.string().optional(),
    includeTotals: z.boolean().default(false),
    page: z.number().int().min(0).max(1_000_000_000).optional(),
    perPage: z.number().int().min(0).max(1000).optional(),
    from: z.string().max(8192).optional(),
    take: z.number().int().min(1).max(1000).optional(),
  })
  .refine((input) => input.take !== undefined || input.from === undefined, {
    path: ['take'],
    message: 'A cursor (from) needs the number of users to take',
  })
  .refine((input) => input.take === undefined || (input.page === undefined && input.perPage === undefined), {
    path: ['take'],
    message: 'Pages (page, per_page) and cursors (from, take) do not go together',
  });
