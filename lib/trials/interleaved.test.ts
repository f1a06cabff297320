import { beforeAll, expect, it } from 'vitest';
import type { Context } from '@/lib/context';
import { createRule, setRuleConfig } from '@/lib/rules';
import { buildExecutor } from '@/lib/rules/runner/build';
import { testDatabase } from '@/lib/testing';
import { testRule, tryAction } from '.';
import { bindActions, loginAction } from './actions.fixture';
import { inParallel } from './in-parallel';

const database = testDatabase();
let ctx: Context;
let actionId: string;
const wait = 'await new Promise((resolve) => setTimeout(resolve, 1 + (n % 7)));';
const rule = `async function (user, context, callback) {
  const { n } = user.app_metadata;
  console.log('rule ' + n);
  ${wait}
  await auth0.users.updateAppMetadata(user.user_id, { ruled: n });
  const answer = await (await fetch('https://api.example/x')).text();
  context.idToken.ruled = [n, configuration.KEY, answer, context.own];
  callback(null, user, context);
}`;
const code = loginAction(`
  const { n } = event.user.app_metadata;
  console.log('action ' + n);
  ${wait}
  const answer = await (await fetch('https://api.example/x')).text();
  api.user.setUserMetadata('acted', n);
  api.accessToken.setCustomClaim('acted', [n, event.secrets.KEY, answer, event.own, event.user.app_metadata.ruled]);`);
beforeAll(async () => {
  await buildExecutor();
  ctx = database.context();
  await setRuleConfig(ctx, 'KEY', 'real');
  await createRule(ctx, { name: 'Ahead', script: rule });
  [actionId = ''] = await bindActions(ctx, [code], { KEY: 'real' });
});

it('200 interleaved trials of rules and Actions never mix logs, configuration, secrets, answers or user data', async () => {
  const numbers = Array.from({ length: 200 }, (_, n) => n);
  await inParallel(numbers, 40, async (n) => {
    const common = {
      user: { user_id: `auth0|${n}`, app_metadata: { n } },
      context: { own: `o${n}` },
      configuration: { KEY: `c${n}` },
      network: 'stub' as const,
      stubs: [{ url: 'https://api.example/*', body: `a${n}` }],
    };
    const ruled = [n, `c${n}`, `a${n}`, `o${n}`];
    const ruleWrite = { user_id: `auth0|${n}`, bag: 'app_metadata', patch: { ruled: n } };
    if (n % 2 === 0) {
      const report = await testRule(ctx, { ...common, script: rule });
      expect(report).toMatchObject({ result: 'continue', id_token: { ruled }, writes: [ruleWrite] });
      expect(report.logs.map(({ text }) => text)).toEqual([`rule ${n}`]);
      return;
    }
    const own = { event: { own: `e${n}` }, secrets: { KEY: `s${n}` } };
    const report = await tryAction(ctx, { ...common, ...own, action_id: actionId, pipeline: true });
    expect(report).toMatchObject({
      result: 'continue',
      user_id: `auth0|${n}`,
      id_token: { ruled },
      access_token: { acted: [n, `s${n}`, `a${n}`, `e${n}`, n] },
      writes: [ruleWrite, { user_id: `auth0|${n}`, bag: 'user_metadata', patch: { acted: n } }],
    });
    expect(report.logs.map(({ text }) => text)).toEqual([`rule ${n}`, `action ${n}`]);
  });
});
