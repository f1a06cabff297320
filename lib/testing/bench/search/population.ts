import { defaultConnection } from '@/lib/connections';
import type { TestUser } from '@/lib/search/users.fixture';

/** A number from 0 to 1 that depends on nothing but `seed` (mulberry32). */
function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const syllables = 'an be ca do el fa gu ha il jo ka li mo na or pe qui ro sa ti ul va we xi yo za'.split(' ');
const word = (n: number) =>
  (syllables[n % 26] ?? '') +
  (syllables[Math.floor(n / 26) % 26] ?? '') +
  (syllables[Math.floor(n / 676) % 26] ?? '');
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

export const colors = ['blue', 'Blue', 'red', 'green', 'Teal', 'black', 'white', 'Amber'];
export const plans = ['free', 'pro', 'gold', 'enterprise'];
export const firstName = (n: number) => capital(word(n * 7));
export const lastName = (n: number) => capital(`${word(n * 11)}${word(n * 3 + 5)}`);
export const city = (n: number) => capital(`${word(n * 13)}ville`);
export const domain = (n: number) => `${word(n * 17)}.example`;
export const tag = (n: number) => `tag-${n}`;

const start = Date.UTC(2020, 0, 1);
const day = 86_400_000;
/** Few of a list are frequent and many rare, as in life. */
const skewed = (r: number, length: number) => Math.floor(length * r ** 3);

/** The n-th user of the population: the same in every run. Four in five have a password, the others come from elsewhere. */
export function benchUser(n: number): TestUser {
  const next = random(n * 2_654_435_761);
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(next() * list.length)];
  const first = firstName(Math.floor(next() * 900));
  const last = lastName(Math.floor(next() * 9000));
  const at = domain(skewed(next(), 400));
  const kind = next();
  const [provider, connection] =
    kind < 0.8
      ? ['auth0', defaultConnection]
      : kind < 0.95
        ? ['google-oauth2', 'google-oauth2']
        : ['samlp', 'corp'];
  const createdAt = new Date(start + Math.floor(next() * 2000) * day + Math.floor(next() * day));
  const isActive = next() < 0.8;
  const lastLogin = isActive ? new Date(createdAt.getTime() + Math.floor(next() * 300 * day)) : null;
  const email = `${first}.${last}${n}@${at}`.toLowerCase();
  const id = n.toString(16).padStart(24, '0');
  const plan = plans[skewed(next(), plans.length)] ?? 'free';
  return {
    userId: `${provider}|${id}`,
    connection: connection ?? '',
    email,
    emailVerified: next() < 0.9,
    username: next() < 0.2 ? `${first}${n}`.toLowerCase() : null,
    phoneNumber: next() < 0.1 ? `+1${String(n).padStart(10, '0')}` : null,
    phoneVerified: null,
    name: `${first} ${last}`,
    nickname: first.toLowerCase(),
    givenName: first,
    familyName: last,
    blocked: next() < 0.01 ? true : null,
    createdAt,
    updatedAt: lastLogin ?? createdAt,
    lastLogin,
    loginsCount: isActive ? 1 + skewed(next(), 500) : null,
    lastIp: isActive ? `10.${n & 255}.${(n >> 8) & 255}.${(n >> 16) & 255}` : null,
    userMetadata: {
      color: pick(colors) ?? 'blue',
      age: 18 + Math.floor(next() * 70),
      address: {
        city: city(skewed(next(), 500)),
        zip: String(Math.floor(next() * 100_000)).padStart(5, '0'),
      },
      langs: next() < 0.3 ? ['en', 'de'] : ['en'],
      prefs: { theme: next() < 0.5 ? 'dark' : 'light', news: next() < 0.4 },
      birthday: new Date(Date.UTC(1940, 0, 1) + Math.floor(next() * 24_000) * day).toISOString().slice(0, 10),
      ...(n % 10_000 === 0 ? { rare: `needle ${n}` } : {}),
    },
    appMetadata: {
      plan,
      seats: skewed(next(), 1000),
      score: Math.round(next() * 1e6) / 1e3,
      trial: next() < 0.2,
      tags: [tag(skewed(next(), 1000)), tag(skewed(next(), 1000))],
      subs: [{ product: plan, level: next() < 0.1 ? 'top' : 'base' }],
      since: createdAt.toISOString(),
    },
    identities: [
      {
        provider: provider ?? '',
        identityUserId: id,
        connection: connection ?? '',
        isSocial: provider === 'google-oauth2',
      },
    ],
  };
}
