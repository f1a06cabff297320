import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Duplex } from 'node:stream';
import { expect, it } from 'vitest';
import { buildExecutor } from './build';
import { aRun, claim, claimed, hostThatStores, rule, testRunner } from './runner.fixture';

const { run, events, runner } = testRunner({ executors: 1, mostExecutors: 1, limits: { sliceMs: 400 } });

const kill = rule('setTimeout(() => { new Array(2 ** 32 - 1).indexOf(3); }, 30);');

it('runs of a killed executor start again when they had called nothing, and are lost when they had', async () => {
  const waits = 'await new Promise((resolve) => setTimeout(resolve, 1_500));';
  const quiet = `async function (user, context, callback) { console.log('once'); ${waits} callback(null, user, context); }`;
  const wrote = `async function (user, context, callback) {
    await auth0.users.updateAppMetadata(user.user_id, { once: 1 }); ${waits} callback(null, user, context);
  }`;
  const host = hostThatStores();
  const runs = [run(quiet), run(wrote, { host }), run(kill)];
  const [repeated, lost, guilty] = await Promise.all(runs);
  expect(guilty).toMatchObject({ kind: 'timeout', cause: 'cpu' });
  expect(repeated).toMatchObject({ kind: 'continue', logs: [{ text: 'once' }] });
  expect(lost).toMatchObject({ kind: 'lost', writes: [{ outcome: 'done' }] });
  expect(host.asked).toHaveLength(1);
  expect(events).toContainEqual(
    expect.objectContaining({ type: 'killed', reason: 'hung', ruleIds: ['rul_1'] }),
  );
});

it('runs that wait in an executor where another one looped go on to their end', async () => {
  const wrote = `async function (user, context, callback) {
    await auth0.users.updateAppMetadata(user.user_id, {});
    await new Promise((resolve) => setTimeout(resolve, 100));
    await auth0.users.updateAppMetadata(user.user_id, {});
    callback(null, user, context);
  }`;
  const loops = rule('setTimeout(() => { for (;;); }, 20);');
  const [kept, looped] = await Promise.all([run(wrote), run(loops)]);
  expect(looped).toMatchObject({ kind: 'timeout', cause: 'cpu' });
  expect(kept).toMatchObject({ kind: 'continue', writes: [{ outcome: 'done' }, { outcome: 'done' }] });
});

it('stopping ends what is under way as lost', async () => {
  expect(claimed(await run(claim('1')))).toBe(1);
  const waiting = runner().runPipeline(aRun(rule('setTimeout(callback, 5000);')));
  await new Promise((resolve) => setImmediate(resolve));
  await runner().stop();
  expect(await waiting).toMatchObject({ kind: 'lost' });
  expect(await run(claim('1'))).toMatchObject({ kind: 'lost' });
});

it('an executor ends with the server that it belongs to', async () => {
  const stdio = ['ignore', 'ignore', 'inherit', 'pipe'] as const;
  const executor = spawn(process.execPath, [await buildExecutor(), '128'], { stdio: [...stdio] });
  const [, , , socket] = executor.stdio;
  if (!(socket instanceof Duplex)) throw new Error('The executor has no socket.');
  const [greeting] = await once(socket, 'data');
  expect(String(greeting)).toContain('"ready"');
  const ended = once(executor, 'exit');
  socket.destroy();
  expect(await ended).toEqual([null, 'SIGKILL']);
});
