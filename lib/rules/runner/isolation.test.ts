import { expect, it } from 'vitest';
import { hostThatStores, testRunner } from './runner.fixture';

const { run } = testRunner();

it('200 interleaved runs never mix user, context, configuration, log or writes', async () => {
  const script = `async function (user, context, callback) {
    console.log('begin ' + user.name);
    await new Promise((resolve) => setTimeout(resolve, 1 + (user.n % 7)));
    const updated = await auth0.users.updateUserMetadata(user.user_id, { n: user.n });
    console.log('middle ' + configuration.NAME);
    setTimeout(() => {
      context.idToken = { user: user.n, configuration: configuration.NAME, answer: updated.user_metadata.n, client: context.clientID };
      callback(null, user, context);
    }, user.n % 5);
  }`;
  const runs = Array.from({ length: 200 }, async (_, n) => {
    const host = hostThatStores();
    const input = {
      user: { user_id: `u|${n}`, name: `n${n}`, n },
      context: { clientID: `c${n}` },
      configuration: { NAME: `k${n}` },
      host,
    };
    const result = await run([script, script], input);
    expect(result).toMatchObject({
      kind: 'continue',
      user: { n },
      context: { idToken: { user: n, configuration: `k${n}`, answer: n, client: `c${n}` } },
    });
    const both = [`begin n${n}`, `middle k${n}`];
    expect(result.logs.map(({ text }) => text)).toEqual([...both, ...both]);
    expect(host.asked).toEqual(
      ['rul_1', 'rul_2'].map((ruleId) => ({ bag: 'user_metadata', userId: `u|${n}`, patch: { n }, ruleId })),
    );
  });
  await Promise.all(runs);
});

it('a looping rule costs its own sign-in a clear error, and no other waits for it', async () => {
  let looping = true;
  const loop = run('function (user, context, callback) {\n  for (;;);\n}').finally(() => {
    looping = false;
  });
  const others = Array.from({ length: 50 }, async () => {
    const result = await run(
      'function (user, context, callback) { setTimeout(() => callback(null, user, context), 5); }',
    );
    return { kind: result.kind, looping };
  });
  for (const other of await Promise.all(others)) expect(other).toEqual({ kind: 'continue', looping: true });
  const message =
    'The rule "Rule 1" used the processor for more than 1 s without a pause (setting ANNEX_RULES_CPU_MS).';
  expect(await loop).toMatchObject({ kind: 'timeout', cause: 'cpu', error: { message } });
});
