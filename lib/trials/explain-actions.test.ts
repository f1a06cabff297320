import { beforeAll, expect, it } from 'vitest';
import type { StepsTrace } from '@/db/schema';
import { defaultConnection, ensureConnection } from '@/lib/connections';
import { buildExecutor } from '@/lib/rules/runner/build';
import { insertSignIn } from '@/lib/sign-ins';
import { type TestContext, testDatabase } from '@/lib/testing';
import { explainSignIn } from '.';
import { bindActions } from './actions.fixture';
import { loginOf } from './subject';

const database = testDatabase();
let ctx: TestContext;
beforeAll(async () => {
  await buildExecutor();
  ctx = database.context();
  await ensureConnection(ctx, defaultConnection);
});

const code = `exports.onExecutePostLogin = async (event, api) => api.idToken.setCustomClaim('wrong', 1);
exports.onContinuePostLogin = async (event, api) => {
  api.idToken.setCustomClaim('back', event.user.email);
  api.session.setMetadata('device', 'Laptop').session.setCookieMode('persistent');
};`;

async function recorded(id: string, suspended?: object): Promise<string> {
  const login = await loginOf(ctx, { user: { email: 'ada@example.com' } });
  const trace: StepsTrace = {
    result: 'continue',
    steps: [{ kind: 'action', id, name: 'Sends away', version: 1, duration_ms: 1 }],
    logs: [],
    writes: [],
    ...(suspended ? { suspended: { ...suspended } } : {}),
  };
  const end = {
    kind: 'granted',
    idToken: { back: 'ada@example.com', before: 'x' },
    accessToken: {},
  } as const;
  const of = { login, userId: login.user.userId, resumed: true, traces: [trace], profile: {}, durationMs: 1 };
  await database.db.execute(insertSignIn(ctx, { ...of, end }));
  return login.loginId;
}

it('a sign-in that went on behind a redirect tells what its Actions set then, and what was set before', async () => {
  const [id = ''] = await bindActions(ctx, [code]);
  const signInId = await recorded(id, {
    action: id,
    ran: [],
    transaction: { id: 'x', metadata: {} },
    outcome: { kind: 'continue', idTokenClaims: { before: 'x' }, accessTokenClaims: {}, warnings: [] },
    user: { set: {}, removed: [] },
    redirects: 1,
  });
  const step = { kind: 'action', id, name: 'Sends away', version: 1 };
  expect(await explainSignIn(ctx, signInId)).toMatchObject({
    is_reproduced: true,
    steps: [
      {
        ...step,
        claims: [{ claim: 'back', same_value_at: ['event.user.email'] }],
        session: { metadata: { device: 'Laptop' }, cookie_mode: 'persistent' },
      },
    ],
    claims: [
      { claim: 'back', origin: step },
      { claim: 'before', origin: { kind: 'earlier' } },
    ],
  });
});

it('one whose place behind the redirect was not kept cannot be explained', async () => {
  const [id = ''] = await bindActions(ctx, [code]);
  await expect(explainSignIn(ctx, await recorded(id))).rejects.toThrow('behind a redirect was not kept');
});
