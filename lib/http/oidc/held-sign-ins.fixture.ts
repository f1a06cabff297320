import { vi } from 'vitest';
import { createRule, deleteRule, listRules } from '@/lib/rules';
import type { TestDatabase } from '@/lib/testing';
import { createUser } from '@/lib/users';
import { password, type Scenario } from './scenario.fixture';

/** Sign-ins that stop while their rule runs, until something else has been done. */
export function heldSignIns(database: TestDatabase, tenant: () => Scenario) {
  let bystander: string | undefined;

  /** A rule that writes metadata of somebody whom nothing else is about, then does `body`. */
  const rule = async (body = ''): Promise<void> => {
    const { ctx, changesHeard } = tenant();
    const connection = 'Username-Password-Authentication';
    bystander ??= (await createUser(ctx, { connection, email: 'bystander@example.com', password })).user
      .user_id;
    const script = `async function (user, context, callback) {
      await auth0.users.updateUserMetadata('${bystander}', { held: context.clientID });
      ${body}
      callback(null, user, context);
    }`;
    await createRule(ctx, { name: 'The rule', script });
    await changesHeard();
  };

  /** Does `what` while the rule of the sign-in waits for the row that it writes. */
  const during = async <T>(signIn: () => Promise<T>, what: () => Promise<unknown>): Promise<T> => {
    const done = Promise.withResolvers<void>();
    const locked = Promise.withResolvers<void>();
    const hold = database.sql.begin(async (sql) => {
      await sql`select 1 from users where user_id = ${bystander ?? ''} for update`;
      locked.resolve();
      await done.promise;
    });
    await locked.promise;
    const signingIn = signIn();
    await vi.waitFor(async () => {
      const waiting = await database.sql`
        select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`;
      if (waiting.length !== 1) throw new Error('The rule does not wait yet.');
    }, 10_000);
    await what();
    done.resolve();
    await hold;
    return signingIn;
  };

  const clear = async (): Promise<void> => {
    const { ctx } = tenant();
    for (const { rule } of await listRules(ctx)) await deleteRule(ctx, rule.id);
  };

  return { rule, during, clear };
}
