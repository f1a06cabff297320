import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { action, anActionRun } from './actions.fixture';
import { createRunner } from './runner';
import { aRun, hostThatStores } from './runner.fixture';
import type { RunnerEvent } from './types';

/** An executor that has been taken over: it answers every slice with the given frames. */
async function takenOver(answer: string, sliceMs: number) {
  const folder = await mkdtemp(join(tmpdir(), 'annex-executor-'));
  const path = join(folder, 'executor.cjs');
  const source = `
    const socket = new (require('node:net').Socket)({ fd: 3, readable: true, writable: true });
    const raw = (text) => { const b = Buffer.from(text); const h = Buffer.alloc(4); h.writeUInt32BE(b.length); socket.write(Buffer.concat([h, b])); };
    const send = (head, body = '') => raw(JSON.stringify(head) + '\\n' + body);
    const op = (run, op, data) => send({ t: 'op', run, op, at: 0 }, typeof data === 'string' ? data : JSON.stringify(data));
    const done = (run) => op(run, 'done', '{"rule":0,"kind":"continue"}\\n{"forged":true}\\n{}');
    let held = Buffer.alloc(0);
    socket.on('data', (chunk) => {
      held = Buffer.concat([held, chunk]);
      while (held.length >= 4 && held.length >= 4 + held.readUInt32BE(0)) {
        const frame = JSON.parse(held.toString('utf8', 4, held.indexOf(10, 4)));
        held = held.subarray(4 + held.readUInt32BE(0));
        if (frame.t === 'slice') { const { run, n } = frame; const end = () => send({ t: 'end', n, status: 'ok', ms: 0, heap: 0, message: '' }); ${answer} }
      }
    });
    socket.on('close', () => process.exit());
    send({ t: 'ready' });`;
  await writeFile(path, source);
  const events: RunnerEvent[] = [];
  const options = { executors: 1, executorPath: path, limits: { sliceMs, cpuMs: sliceMs } };
  return { events, runner: createRunner({ ...options, onEvent: (event) => events.push(event) }) };
}

async function withTakenOver(answer: string, sliceMs = 5_000) {
  const { events, runner } = await takenOver(answer, sliceMs);
  const host = hostThatStores();
  const result = await runner.runPipeline(
    aRun('function (u, c, cb) { cb(); }', { host, waitForDetached: true }),
  );
  await runner.stop();
  return { result, events, host };
}

const call = (patch: string, name = 'updateAppMetadata') =>
  `op(run, 'call', '{"id":1,"rule":0,"name":"${name}","userId":"u","patch":${patch}}');`;

describe('an executor that breaks the protocol is killed, and its run fails closed', () => {
  it.each([
    ['a frame without a head', "raw('nonsense');"],
    ['a head that ends in the next frame', "raw('{'); raw('}\\n');"],
    ['a head that is no JSON', "raw('nonsense\\n');"],
    ['JSON that is no report', "send({ t: 'boss' }); send([1]);"],
    ['a frame that claims to be huge', 'socket.write(Buffer.from([255, 255, 255, 255, 0]));'],
    ['fields of the wrong type', "send({ t: 'op', run: '1', op: 'log', at: 0 }, '{}');"],
    ['an operation that does not exist', "op(run, 'eval', '{}');"],
    ['two results', 'done(run); done(run);'],
    ['a result that is no object', 'op(run, \'done\', \'{"rule":0,"kind":"continue"}\\n[]\\n{}\');'],
    [
      'a result that is too large',
      'op(run, \'done\', \'{"rule":0,"kind":"continue"}\\n{"a":"\' + \'x\'.repeat(2e6) + \'"}\\n{}\');',
    ],
    ['a log of a rule that is not there', "op(run, 'log', { rule: 7, level: 'log', text: 'x' });"],
    [
      'more log lines than allowed',
      "for (let i = 0; i < 1100; i++) op(run, 'log', { rule: 0, level: 'log', text: 'x' });",
    ],
    ['more timers than allowed', "for (let i = 0; i < 1100; i++) op(run, 'timer', { id: i, ms: 1e6 });"],
    ['a turn that is no number', "op(run, 'rule', '{}');"],
    ['a rule out of order', "op(run, 'rule', '5');"],
    [
      'the end of a slice that is not running',
      "send({ t: 'end', n: n + 1, status: 'ok', ms: 0, heap: 0, message: '' });",
    ],
    ['a call of something else', call('{}', 'deleteUser')],
    ['a call with a patch that is no object', call('[1]')],
    ['a second ready', "send({ t: 'ready' });"],
  ])('%s', async (_, answer) => {
    const { result, events, host } = await withTakenOver(answer);
    expect(result.kind === 'continue' ? result.user : result.kind).not.toBe('continue');
    expect(events).toContainEqual(expect.objectContaining({ type: 'killed', reason: 'protocol' }));
    expect(host.asked).toEqual([]);
  });

  it('no more calls reach the host than a run may make', async () => {
    const many = `for (let i = 0; i < 80; i++) op(run, 'call', JSON.stringify({ id: i, rule: 0, name: 'updateAppMetadata', userId: 'u', patch: {} }));`;
    const { events, host } = await withTakenOver(many);
    expect(host.asked).toHaveLength(50);
    expect(events).toContainEqual(expect.objectContaining({ reason: 'protocol' }));
  });
});

describe('an executor that forges what Actions ask for is killed, and nothing of it is done', () => {
  const left = (commands: string) =>
    `op(run, 'done', '{"rule":0,"kind":"continue"}\\n{"commands":${commands}}'); end();`;
  it.each([
    ['a command that does not exist', left('[{"type":"user.setBlocked","action":0,"value":true}]')],
    [
      'a command of an Action that is not in the run',
      left('[{"type":"access.deny","action":1,"reason":"x"}]'),
    ],
    ['a member too many', left('[{"type":"access.deny","action":0,"reason":"x","userId":"auth0|1"}]')],
    ['a value of another type', left('[{"type":"accessToken.addScope","action":0,"scope":["a"]}]')],
    ['no list', left('{"length":1}')],
    ['a call of the host', call('{}')],
  ])('%s', async (_, answer) => {
    const { events, runner } = await takenOver(answer, 5_000);
    const result = await runner.runActions(anActionRun(action('')));
    await runner.stop();
    expect([result.kind, result.commands]).toEqual(['limit', []]);
    expect(events).toContainEqual(expect.objectContaining({ type: 'killed', reason: 'protocol' }));
  });
});

it('a result for a run that is not its own changes nothing', async () => {
  const { result } = await withTakenOver('done(run + 1); done(999); end();');
  expect(result).toMatchObject({ kind: 'timeout', cause: 'callback' });
});

it('an executor that falls silent is killed', async () => {
  const { result, events } = await withTakenOver('', 100);
  expect(result).toMatchObject({ kind: 'timeout', cause: 'cpu' });
  expect(events).toContainEqual(expect.objectContaining({ type: 'killed', reason: 'hung' }));
});

it('a run whose executor cannot start ends at once, and the operator is told the reason', async () => {
  const events: RunnerEvent[] = [];
  const onEvent = (event: RunnerEvent) => events.push(event);
  const runner = createRunner({ executors: 1, executorPath: '/nowhere/executor.cjs', onEvent });
  const result = await runner.runPipeline(aRun('function (u, c, cb) { cb(); }'));
  await runner.stop();
  expect(result).toMatchObject({ kind: 'busy', error: { message: expect.stringContaining('cannot start') } });
  expect(events).toContainEqual({ type: 'start_failed', detail: expect.stringContaining('is missing') });
});

it('a taken-over executor finds no files, no environment, and can start nothing', async () => {
  const { result } = await withTakenOver(`
    const attempt = (f) => { try { return String(f()); } catch (error) { return error.code; } };
    const found = [
      attempt(() => require('node:fs').readFileSync('/etc/passwd')),
      attempt(() => require('node:fs').readdirSync(process.cwd())),
      attempt(() => require('node:fs').writeFileSync(__filename, '')),
      attempt(() => require('node:child_process').spawnSync('id').status),
      attempt(() => new (require('node:worker_threads').Worker)('1', { eval: true })),
      JSON.stringify(process.env),
    ];
    op(run, 'log', { rule: 0, level: 'log', text: found.join(' ') });
    done(run); end();`);
  const denied = 'ERR_ACCESS_DENIED';
  expect(result.logs[0]?.text).toBe(`${Array(5).fill(denied).join(' ')} {}`);
});
