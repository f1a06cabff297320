import type { JsonObject } from '@/db/schema/columns';
import { cities, familyNames, givenNames, mailDomains } from './names';
import type { Random } from './random';

/** A made-up user: what `newUser` takes, when they came, and how often they signed in. */
export type DemoUser = {
  profile: {
    email: string;
    email_verified: boolean;
    name: string;
    given_name: string;
    family_name: string;
    nickname: string;
    blocked?: boolean;
    user_metadata?: JsonObject;
    app_metadata?: JsonObject;
  };
  createdAt: Date;
  lastLogin: Date | null;
  loginsCount: number;
  lastIp: string;
};

const dayMs = 86_400_000;
const languages = ['en', 'de', 'fr', 'es', 'pt', 'ja', 'hi', 'pl'] as const;
const interests = [
  'music',
  'cycling',
  'cooking',
  'chess',
  'climbing',
  'photography',
  'gardening',
  'sailing',
] as const;
const cityWeights = Object.fromEntries(
  Object.entries(cities).map(([name, { weight }]) => [name, weight]),
) as Record<keyof typeof cities, number>;

/** Early items are picked more often, as names are in life. */
function skewed<T>(random: Random, items: readonly [T, ...T[]]): T {
  return items[Math.floor(random.next() ** 1.7 * items.length)] ?? items[0];
}

function some<T>(random: Random, items: readonly T[], most: number): T[] {
  const count = random.whole(0, most);
  return items.filter(() => random.chance(count / items.length)).slice(0, most);
}

/** ASCII letters of a name, for an address. */
function plain(name: string): string {
  return name
    .normalize('NFD')
    .replace(/ı/g, 'i')
    .replace(/ł/g, 'l')
    .replace(/[^A-Za-z]/g, '')
    .toLowerCase();
}

function preferences(random: Random): JsonObject {
  const city = random.weighted(cityWeights);
  const { country, time_zone } = cities[city];
  return {
    language: random.weighted({ en: 45, de: 12, fr: 10, es: 12, pt: 8, ja: 6, hi: 4, pl: 3 }),
    theme: random.weighted({ system: 60, dark: 25, light: 15 }),
    ...(random.chance(0.7)
      ? { address: { city, country, zip: String(random.whole(1000, 99_999)).padStart(5, '0') } }
      : {}),
    ...(random.chance(0.5) ? { time_zone } : {}),
    ...(random.chance(0.6) ? { interests: some(random, interests, 4) } : {}),
    ...(random.chance(0.4)
      ? {
          notifications: {
            email: random.chance(0.8),
            push: random.chance(0.3),
            digest: random.pick(['daily', 'weekly', 'never']),
          },
        }
      : {}),
    ...(random.chance(0.15) ? { second_language: random.pick(languages) } : {}),
  };
}

function account(random: Random, index: number, createdAt: Date): JsonObject {
  const plan = random.weighted({ free: 68, pro: 22, team: 8, enterprise: 2 });
  const paid = plan !== 'free';
  const trialEnds = new Date(createdAt.getTime() + 14 * dayMs).toISOString().slice(0, 10);
  return {
    plan,
    status: random.weighted({ active: 93, past_due: 4, suspended: 3 }),
    ...(paid
      ? { seats: plan === 'pro' ? 1 : random.whole(2, 80), customer_id: `cus_${String(100_000 + index)}` }
      : {}),
    ...(random.chance(0.2) ? { trial: { used: true, ends: trialEnds } } : {}),
    ...(random.chance(0.35)
      ? { roles: ['member', ...some(random, ['editor', 'billing', 'admin', 'auditor'], 2)] }
      : {}),
    ...(paid
      ? {
          subscriptions: [
            { product: 'core', level: plan },
            ...(random.chance(0.3) ? [{ product: 'reports', level: random.pick(['basic', 'plus']) }] : []),
          ],
        }
      : {}),
    ...(random.chance(0.25) ? { credit: random.whole(0, 5000) / 100 } : {}),
  };
}

/** The `index`-th demo user. The same random source gives the same people in the same order. */
export function demoUser(random: Random, index: number, now: Date): DemoUser {
  const given = skewed(random, givenNames);
  const family = skewed(random, familyNames).replace('-', ' ');
  const createdAt = new Date(now.getTime() - Math.floor(random.next() ** 1.5 * 900 * dayMs) - 3_600_000);
  const everSignedIn = random.chance(0.88);
  const loginsCount = everSignedIn ? 1 + Math.floor(random.next() ** 4 * 400) : 0;
  const age = now.getTime() - createdAt.getTime();
  const lastLogin = everSignedIn ? new Date(now.getTime() - Math.floor(random.next() ** 3 * age)) : null;
  const handle = `${plain(given)}.${plain(family)}${index}`;
  return {
    profile: {
      email: `${handle}@${random.weighted(mailDomains)}`,
      email_verified: random.chance(0.86),
      name: `${given} ${family}`,
      given_name: given,
      family_name: family,
      nickname: handle,
      ...(random.chance(0.01) ? { blocked: true } : {}),
      ...(random.chance(0.92) ? { user_metadata: preferences(random) } : {}),
      ...(random.chance(0.95) ? { app_metadata: account(random, index, createdAt) } : {}),
    },
    createdAt,
    lastLogin,
    loginsCount,
    lastIp: `192.0.2.${random.whole(1, 254)}`,
  };
}
