import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '@/db/schema/columns';
import { afterwardsDone } from '@/lib/actions';
import { actionsOf } from '@/lib/http/oidc/actions.fixture';
import { password } from '@/lib/http/oidc/scenario.fixture';
import { runQueued } from '@/lib/jobs/jobs.fixture';
import { buildExecutor } from '@/lib/rules/runner/build';
import { testDatabase } from '@/lib/testing';
import { createPasswordTicket, resetPassword } from '@/lib/tickets';
import { linkIdentity } from '@/lib/users';
import { makeTenant, type Tenant, userPath } from './tenant.fixture';

const database = testDatabase();
const connection = 'Username-Password-Authentication';
let tenant: Tenant;
const { bind, clear } = actionsOf(() => tenant);
beforeAll(async () => {
  await buildExecutor();
  tenant = await makeTenant(database);
});
afterEach(async () => {
  await clear();
  await database.sql`truncate logs, jobs, action_executions, rate_limits`;
});

/** What the first Action of each execution printed, the oldest first. */
async function printed(): Promise<JsonObject[]> {
  const rows = await database.sql<{ results: { logs: { text: string }[] }[] }[]>`
    select results from action_executions order by created_at, id`;
  return rows.flatMap(({ results }) =>
    results.flatMap(({ logs }) => logs.map(({ text }) => JSON.parse(text))),
  );
}

describe('POST /users', () => {
  let count = 0;
  const post = (fields: object = {}) => {
    const email = `made${++count}@example.com`;
    return tenant.call('POST', '/users', { body: { connection, email, password, ...fields } });
  };

  it('runs pre-user-registration, which adds metadata and sees neither the password nor an application', async () => {
    await bind('pre-user-registration', [
      `api.user.setAppMetadata('seen', event); api.user.setUserMetadata('b', 2); api.user.setAppMetadata('plan', null);`,
    ]);
    const { status, body } = await post({ user_metadata: { a: 1 }, app_metadata: { plan: 'x', kept: true } });
    expect([status, body.user_metadata]).toEqual([201, { a: 1, b: 2 }]);
    const { seen, ...others } = body.app_metadata;
    expect(others).toEqual({ kept: true });
    expect(seen).toMatchObject({
      connection: { name: connection, strategy: 'auth0' },
      request: { method: 'POST', body: { email: body.email } },
      user: { email: body.email, user_metadata: { a: 1 }, app_metadata: { plan: 'x', kept: true } },
    });
    expect(seen).not.toHaveProperty('client');
    expect(seen).not.toHaveProperty('user.user_id');
    expect(JSON.stringify(seen)).not.toContain(password);
  });

  it('is refused by pre-user-registration with 400, and nobody is made', async () => {
    const before = count;
    await bind('pre-user-registration', [
      `if (event.user.name === 'Own') api.validation.error('too_young', 'You must be 18.');
       api.access.deny('for the log', 'Not here.');`,
    ]);
    const denied = await post();
    expect(denied).toMatchObject({
      status: 400,
      body: { errorCode: 'invalid_signup', message: 'Not here.' },
    });
    expect(JSON.stringify(denied.body)).not.toContain('for the log');
    expect((await post({ name: 'Own' })).body).toMatchObject({ statusCode: 400, errorCode: 'too_young' });
    const [row] = await database.sql`select count(*)::int as made from users where email like 'made%'`;
    expect(row).toEqual({ made: before });
  });

  it('refuses metadata of an Action that nothing may store, as if the caller had sent it', async () => {
    await bind('pre-user-registration', [`api.user.setAppMetadata('__tenant', 'x');`]);
    expect((await post()).status).toBe(400);
  });

  it('runs post-user-registration behind the answer, once it is stored', async () => {
    await bind('post-user-registration', [`console.log(JSON.stringify(event.user));`]);
    const { body } = await post({ user_id: `chosen${count}` });
    await post({ email: body.email });
    await afterwardsDone();
    expect(await printed()).toMatchObject([{ user_id: body.user_id, email: body.email }]);
  });
});

describe('post-change-password', () => {
  const print = `console.log(JSON.stringify({ ...event, secrets: undefined }));`;
  const change = (id: string, body: object) => tenant.call('PATCH', userPath(id), { body });

  it('runs after a change by the Management API, not before it is stored, and sees no password', async () => {
    await bind('post-change-password', [print]);
    const user = await tenant.makeUser();
    const { status, body } = await change(user.user_id, { password: 'Other-Horse-42' });
    expect([status, await printed()]).toEqual([200, []]);
    await runQueued(tenant.ctx);
    const [event, ...more] = await printed();
    expect(more).toEqual([]);
    expect(event).toMatchObject({
      user: { user_id: user.user_id, email: user.email, last_password_reset: body.last_password_reset },
      connection: { name: connection, strategy: 'auth0' },
      request: { method: 'PATCH', ip: '203.0.113.7', body: {} },
      tenant: { id: expect.any(String) },
    });
    expect(JSON.stringify(event)).not.toContain('Other-Horse');
  });

  it('runs after a reset by ticket, with the application that the ticket is for', async () => {
    await bind('post-change-password', [print]);
    const user = await tenant.makeUser();
    const { ticket } = await createPasswordTicket(tenant.ctx, {
      user_id: user.user_id,
      client_id: tenant.web.client_id,
    });
    const token = new URL(ticket).searchParams.get('ticket') ?? '';
    await resetPassword(tenant.ctx, { ticket: token, password: 'Other-Horse-42' });
    await resetPassword(tenant.ctx, { ticket: token, password: 'Other-Horse-43' });
    await runQueued(tenant.ctx);
    expect(await printed()).toMatchObject([
      { user: { user_id: user.user_id }, client: { client_id: tenant.web.client_id, name: 'Shop' } },
    ]);
  });

  it('names the connection of a linked account whose password was changed', async () => {
    await bind('post-change-password', [print]);
    const [primary, secondary] = [await tenant.makeUser(), await tenant.makeUser()];
    await linkIdentity(tenant.ctx, primary.user_id, { userId: secondary.user_id });
    await change(primary.user_id, { connection, password: 'Other-Horse-42' });
    await runQueued(tenant.ctx);
    expect(await printed()).toMatchObject([
      { user: { user_id: primary.user_id }, connection: { name: connection } },
    ]);
  });

  it('does not run for a password that is refused, nor for any other change', async () => {
    await bind('post-change-password', [print]);
    const { user_id } = await tenant.makeUser();
    expect((await change(user_id, { password: 'short' })).status).toBe(400);
    await change(user_id, { name: 'Other', user_metadata: { password: 'Other-Horse-42' } });
    await runQueued(tenant.ctx);
    expect(await printed()).toEqual([]);
  });

  it('that fails leaves the change as it is, and is in the log with the user', async () => {
    await bind('post-change-password', [`throw new Error('later');`]);
    const { user_id } = await tenant.makeUser();
    expect((await change(user_id, { password: 'Other-Horse-42' })).status).toBe(200);
    await runQueued(tenant.ctx);
    const rows = await database.sql`select user_id from logs where type = 'actions_execution_failed'`;
    expect(rows).toEqual([{ user_id }]);
    const [job] = await database.sql`select status from jobs where kind = 'password_changed'`;
    expect(job).toEqual({ status: 'completed' });
  });
});
