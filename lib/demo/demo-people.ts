import { logs } from '@/db/schema';
import { authorize } from '@/lib/access';
import { defaultConnection } from '@/lib/connections';
import type { Context } from '@/lib/context';
import { newLogId, newObjectId } from '@/lib/ids';
import { insertUsers, type NewUser, newUser } from '@/lib/users';
import { type DemoUser, demoUser } from './demo-user';
import { makeRandom } from './random';

export const demoUserCount = 10_000;
const batchSize = 1000;
const pastSignIns = 400;
const seed = 20_261_118;

function stored(person: DemoUser, passwordHash: string): NewUser {
  const { profile, createdAt, lastLogin, loginsCount, lastIp } = person;
  const id = newObjectId(createdAt);
  const fresh = newUser({ connection: defaultConnection, ...profile }, id, createdAt, passwordHash);
  const activity = lastLogin ? { lastLogin, loginsCount, lastIp } : undefined;
  return activity ? { ...fresh, activity } : fresh;
}

type Application = { clientId: string; name: string };

/** The newest sign-ins of the people, as the log would hold them. */
async function logSignIns(ctx: Context, people: NewUser[], application: Application): Promise<void> {
  const recent = people
    .flatMap(({ state, activity }) =>
      activity?.lastLogin ? [{ state, at: activity.lastLogin, ip: activity.lastIp }] : [],
    )
    .sort((a, b) => b.at.getTime() - a.at.getTime())
    .slice(0, pastSignIns);
  await ctx.db.insert(logs).values(
    recent.map(({ state, at, ip }) => ({
      logId: newLogId(at),
      date: at,
      type: 's',
      clientId: application.clientId,
      clientName: application.name,
      connection: state.connection,
      userId: state.userId,
      userName: state.email,
      ip,
      userAgent:
        'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Safari/537.36',
      details: { demo: true },
    })),
  );
}

/** Stores 10,000 made-up users, who all share one password, and their newest sign-ins. */
export async function insertPeople(
  ctx: Context,
  passwordHash: string,
  application: Application,
): Promise<void> {
  authorize(ctx, 'create:users');
  const random = makeRandom(seed);
  const people = Array.from({ length: demoUserCount }, (_, index) =>
    stored(demoUser(random, index, ctx.now()), passwordHash),
  );
  for (let start = 0; start < people.length; start += batchSize) {
    await insertUsers(ctx, people.slice(start, start + batchSize));
  }
  await logSignIns(ctx, people, application);
}
