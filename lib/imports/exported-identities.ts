import type { JsonObject } from '@/db/schema/columns';
import { newObjectId } from '@/lib/ids';
import type { UserState } from '@/lib/users';
import { type ExportRecord, exportRecord } from './schemas';
import type { Target } from './target';

type Identity = UserState['identities'][number];
type ExportedIdentity = NonNullable<ExportRecord['identities']>[number];

/** Tokens of identity providers (secrets), and MFA, for which this version has no place. */
const unstored = [
  'access_token',
  'access_token_secret',
  'refresh_token',
  'expires_in',
  'multifactor',
  'multifactor_last_modified',
  'guardian_authenticators',
  'blocked_for',
  'mfa_factors',
];

const socialProviders = new Set([
  'google-oauth2',
  'facebook',
  'twitter',
  'github',
  'linkedin',
  'apple',
  'windowslive',
  'amazon',
  'bitbucket',
  'paypal',
  'salesforce',
  'yahoo',
  'oauth2',
]);

/** What an export without `identities` still says: `google-oauth2|1`, `samlp|acme|jo`, `auth0|5f…`. */
function identityOfId(userId: string, target: Target): ExportedIdentity {
  const [provider = '', ...rest] = userId.split('|');
  const enterprise = rest.length > 1 ? rest[0] : undefined;
  const connection = provider === 'auth0' ? target.connection.name : (enterprise ?? provider);
  return { provider, user_id: rest.join('|'), connection };
}

/** Root attributes that an identity provider gave; kept beside the identity that they came with. */
function providerAttributes(record: ExportRecord): JsonObject | null {
  const extra = Object.entries(record).filter(
    ([key]) => !Object.hasOwn(exportRecord.shape, key) && !unstored.includes(key),
  );
  return extra.length > 0 ? (Object.fromEntries(extra) as JsonObject) : null;
}

function present(identity: ExportedIdentity, extra: JsonObject | null): Identity {
  const profileData = extra || identity.profileData ? { ...extra, ...identity.profileData } : null;
  return {
    provider: identity.provider,
    identityUserId: identity.user_id,
    connection: identity.connection,
    isSocial: identity.isSocial ?? socialProviders.has(identity.provider),
    profileData,
  };
}

export type ExportedIdentities = {
  userId: string;
  connection: string;
  identities: Identity[];
  notStored: string[];
};

/**
 * Who an exported user is: the identities in their order, the first in the database connection that takes it when it
 * is of Auth0's own store. `unknownConnection` when there is none of that name here.
 */
export function exportedIdentities(
  record: ExportRecord,
  target: Target,
): ExportedIdentities | { unknownConnection: string } {
  const listed = record.identities ?? [
    identityOfId(record.user_id ?? `auth0|${newObjectId(target.now)}`, target),
  ];
  const [primary, ...others] = listed;
  if (!primary) throw new Error('The schema lets no empty list of identities through.');
  const isOwn = primary.provider === 'auth0';
  const connection = isOwn && target.forced ? target.connection.name : primary.connection;
  if (isOwn && !target.known.has(connection)) return { unknownConnection: connection };
  const keys = new Set([...Object.keys(record), ...listed.flatMap((identity) => Object.keys(identity))]);
  return {
    userId: record.user_id ?? `${primary.provider}|${primary.user_id}`,
    connection,
    identities: [
      present({ ...primary, connection }, providerAttributes(record)),
      ...others.map((identity) => present(identity, null)),
    ],
    notStored: unstored.filter((key) => keys.has(key)),
  };
}
