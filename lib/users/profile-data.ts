import type { Json, JsonObject } from '@/db/schema/columns';
import type { Identity, UserState } from './state';

/** The attributes of a user that lie in `profileData` while the account is linked (`reference/management-api.md` 2.7). */
const attributes = {
  email: 'email',
  email_verified: 'emailVerified',
  username: 'username',
  phone_number: 'phoneNumber',
  phone_verified: 'phoneVerified',
  name: 'name',
  nickname: 'nickname',
  given_name: 'givenName',
  family_name: 'familyName',
  picture: 'picture',
} as const satisfies Record<string, keyof UserState>;

type Attribute = keyof typeof attributes;
const names = Object.keys(attributes) as Attribute[];

/** The root attributes of a user, over what the provider said beside them, as the `profileData` of their identity. */
export function toProfileData(state: UserState): JsonObject {
  const own = names.map((name): [string, Json] => [name, state[attributes[name]]]);
  return {
    ...state.identities[0]?.profileData,
    ...Object.fromEntries(own.filter(([, value]) => value !== null)),
  };
}

type Attributes = Pick<UserState, (typeof attributes)[Attribute]>;

const flags: ReadonlySet<string> = new Set<Attribute>(['email_verified', 'phone_verified']);

function read(profileData: JsonObject, name: Attribute): string | boolean | null {
  const value = Object.hasOwn(profileData, name) ? profileData[name] : null;
  const wanted = flags.has(name) ? 'boolean' : 'string';
  return typeof value === wanted ? (value as string | boolean) : null;
}

/** What `toProfileData` made, taken apart: the root attributes, and the identity with what the provider said. */
export function fromProfileData(identity: Identity): { root: Attributes; identity: Identity } {
  const profileData = identity.profileData ?? {};
  const root = Object.fromEntries(names.map((name) => [attributes[name], read(profileData, name)]));
  const rest = Object.entries(profileData).filter(([name]) => !Object.hasOwn(attributes, name));
  return {
    root: root as Attributes,
    identity: { ...identity, profileData: rest.length > 0 ? Object.fromEntries(rest) : null },
  };
}
