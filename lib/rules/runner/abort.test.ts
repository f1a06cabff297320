import { runInThisContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { claim, claimed, rule, testRunner } from './runner.fixture';
import type { HttpAnswer, RunInput } from './types';

const { run } = testRunner();

/** A function body, as an expression. */
const of = (body: string) => `(() => { ${body} })()`;

describe('as Node has them', () => {
  it.each([
    [
      'a new one',
      'const { signal } = new AbortController(); return [signal.aborted, typeof signal.reason, signal.onabort];',
    ],
    [
      'the reason that nobody gave',
      'const c = new AbortController(); c.abort(); const { name, message, code, constructor } = c.signal.reason; return [name, message, code, constructor === DOMException, c.signal.reason instanceof Error];',
    ],
    [
      'a reason',
      'const c = new AbortController(); const r = {}; c.abort(r); return [c.signal.reason === r, AbortSignal.abort(0).reason, AbortSignal.abort(null).reason];',
    ],
    [
      'throwIfAborted',
      'const c = new AbortController(); c.signal.throwIfAborted(); c.abort("r"); try { c.signal.throwIfAborted(); } catch (e) { return e; }',
    ],
    [
      'only the first abort',
      'const c = new AbortController(); let n = 0; c.signal.addEventListener("abort", () => { n += 1; }); c.abort(1); c.abort(2); return [n, c.signal.reason];',
    ],
    [
      'listeners, in order and once each',
      `const c = new AbortController(); const seen = []; const add = (...args) => c.signal.addEventListener("abort", ...args);
       const one = () => seen.push(1); add(one); add(one); add(one, true); add(() => seen.push(2), { once: true });
       add({ handleEvent() { seen.push(this.x); }, x: 3 }); c.signal.onabort = () => seen.push("replaced");
       add(() => seen.push(5)); c.signal.onabort = function () { seen.push(this === c.signal); };
       c.abort(); c.signal.dispatchEvent(new Event("abort")); return seen;`,
    ],
    [
      'a listener that is removed before its turn',
      'const c = new AbortController(); const seen = []; const late = () => seen.push("late"); c.signal.addEventListener("abort", () => { seen.push("first"); c.signal.removeEventListener("abort", late); c.signal.addEventListener("abort", () => seen.push("new")); }); c.signal.addEventListener("abort", late); c.abort(); return seen;',
    ],
    [
      'the event',
      'const c = new AbortController(); let seen; c.signal.onabort = (e) => { seen = [e.type, e.isTrusted, e.target === c.signal, e.currentTarget === c.signal, e.eventPhase, e.cancelable, e.bubbles, e.composedPath().length, c.signal.aborted, e instanceof Event, String(e)]; }; c.abort(); return seen;',
    ],
    [
      'onabort that is no handler',
      'const { signal } = new AbortController(); signal.onabort = 1; const was = signal.onabort; signal.onabort = () => {}; signal.onabort = undefined; return [was, signal.onabort];',
    ],
    [
      'any, of any, aborted before anybody is told',
      `const a = new AbortController(), b = new AbortController(); const both = AbortSignal.any([a.signal, b.signal]); const outer = AbortSignal.any([both]);
       const seen = []; a.signal.onabort = () => seen.push(["a", both.aborted, outer.aborted]); both.onabort = () => seen.push("both"); outer.onabort = () => seen.push("outer");
       a.abort("r"); b.abort("s"); return [seen, both.reason, outer.reason];`,
    ],
    [
      'any of none, and of one that is aborted',
      'const done = AbortSignal.any([new AbortController().signal, AbortSignal.abort(1), AbortSignal.abort(2)]); return [AbortSignal.any([]).aborted, done.aborted, done.reason];',
    ],
    [
      'a listener that goes with another signal',
      'const c = new AbortController(), t = new EventTarget(); let n = 0; t.addEventListener("x", () => { n += 1; }, { signal: c.signal }); t.dispatchEvent(new Event("x")); c.abort(); t.dispatchEvent(new Event("x")); t.addEventListener("x", () => { n += 1; }, { signal: c.signal }); t.dispatchEvent(new Event("x")); return n;',
    ],
    [
      'an event of one’s own',
      `class Mine extends EventTarget { say() { return this.dispatchEvent(new Event("x", { cancelable: true })); } }
       const t = new Mine(); const seen = [t.say()]; t.addEventListener("x", (e) => e.preventDefault(), { passive: true }); seen.push(t.say());
       t.addEventListener("x", (e) => { e.preventDefault(); e.stopImmediatePropagation(); seen.push(e.isTrusted); }); t.addEventListener("x", () => seen.push("never")); seen.push(t.say()); return seen;`,
    ],
    [
      'an event that is under way',
      'const t = new EventTarget(), e = new Event("x"); let code; t.addEventListener("x", () => { try { t.dispatchEvent(e); } catch (error) { code = error.code; } }); t.dispatchEvent(e); return [code, e.target === t, e.currentTarget];',
    ],
    [
      'DOMException',
      `const e = new DOMException("m", "AbortError"), f = new DOMException("m", { name: "X", cause: 1 }), g = new DOMException();
       return [e.name, e.code, e.message, String(e), e.stack.split("\\n")[0], e.ABORT_ERR, DOMException.TIMEOUT_ERR, f.name, f.code, f.cause, "cause" in e, g.name, g.message, g.code, Object.keys(e), Object.prototype.toString.call(e)];`,
    ],
    [
      'names',
      'return [AbortController, AbortSignal, Event, EventTarget, DOMException].map(({ name }) => name).concat([new AbortController(), AbortSignal.abort(), new EventTarget()].map(String));',
    ],
    [
      'no signal but by AbortSignal and a controller',
      'return [new AbortController().signal instanceof AbortSignal, AbortSignal.timeout(1000) instanceof EventTarget, AbortSignal.abort() instanceof EventTarget];',
    ],
    [
      'what is refused',
      `const c = new AbortController(), t = new EventTarget();
       return [() => new AbortSignal(), () => AbortSignal.timeout("1"), () => AbortSignal.timeout(-1), () => AbortSignal.timeout(1.5), () => AbortSignal.timeout(2 ** 32), () => t.addEventListener("x", 1), () => t.dispatchEvent({}), () => new Event(), () => t.addEventListener("x", () => {}, { signal: {} })]
         .map((f) => { try { f(); return "fine"; } catch (e) { return [e instanceof TypeError, e instanceof RangeError, e.code]; } });`,
    ],
    [
      'what needs its own kind',
      'return [() => AbortController.prototype.abort.call({}), () => AbortSignal.prototype.aborted, () => AbortSignal.any([{}]), () => AbortSignal.any(), () => EventTarget.prototype.dispatchEvent.call({}, new Event("x"))].map((f) => { try { f(); return "fine"; } catch (e) { return e instanceof TypeError; } });',
    ],
  ])('%s', async (_, body) => {
    const value = claimed(await run(claim(of(body))));
    expect(value).toEqual(JSON.parse(JSON.stringify(runInThisContext(of(body)))));
  });
});

/** A network whose host answers at once, or, at `never.test`, not before the test is over. */
function network(): { host: RunInput['host']; asked: string[]; answer: () => void } {
  const asked: string[] = [];
  const waiting = Promise.withResolvers<void>();
  const none = async () => null;
  const fetch = async ({ url }: { url: string }): Promise<HttpAnswer> => {
    asked.push(url);
    if (url.includes('never.test')) await waiting.promise;
    return { url, redirected: false, status: 200, statusText: 'OK', headers: [], body: '' };
  };
  return {
    asked,
    host: { updateUserMetadata: none, updateAppMetadata: none, fetch },
    answer: waiting.resolve,
  };
}

/** What a body gives to `done`, and what was asked of the network. */
async function over(body: string, input: Partial<RunInput> = {}) {
  const { host, asked, answer } = network();
  const script = rule(
    `const done = (value) => { context.idToken.value = value; callback(null, user, context); };\n${body}`,
  );
  const result = await run(script, { host, ...input });
  return { value: claimed(result), asked, answer, result };
}

const never = 'https://never.test/';

describe('an aborted request rejects at once, whatever the host still does', () => {
  const soon = 'const c = new AbortController(); setTimeout(() => c.abort(), 1); const { signal } = c;';
  const timeout = 'const signal = AbortSignal.timeout(1);';
  const told =
    '.then(() => done("answered"), (e) => done([e.name, e.message, e.code ?? null, e === signal.reason]))';
  const aborted = ['AbortError', 'This operation was aborted', 20, true];
  it.each([
    ['fetch', `${soon} fetch('${never}', { signal })${told};`, aborted],
    [
      'fetch out of time',
      `${timeout} fetch('${never}', { signal })${told};`,
      ['TimeoutError', 'The operation was aborted due to timeout', 23, true],
    ],
    ['fetch of a Request', `${soon} fetch(new Request('${never}', { signal }))${told};`, aborted],
    [
      'fetch with one of several',
      `${soon.replace('{ signal } = c', 'signal = AbortSignal.any([c.signal, AbortSignal.timeout(60000)])')} fetch('${never}', { signal })${told};`,
      aborted,
    ],
    [
      'node-fetch',
      `${soon} require('node-fetch')('${never}', { signal })${told};`,
      ['AbortError', 'The user aborted a request.', null, false],
    ],
    [
      'axios',
      `${soon} require('axios').get('${never}', { signal })${told};`,
      ['CanceledError', 'canceled', 'ERR_CANCELED', false],
    ],
    [
      'axios out of time',
      `${timeout} require('axios').create({ signal }).get('${never}')${told};`,
      ['CanceledError', 'canceled', 'ERR_CANCELED', false],
    ],
    [
      'axios by its own token',
      `const source = require('axios').CancelToken.source(), signal = {}; setTimeout(() => source.cancel('enough'), 1); require('axios').get('${never}', { cancelToken: source.token })${told};`,
      ['CanceledError', 'enough', 'ERR_CANCELED', false],
    ],
    [
      'https',
      `${soon} require('https').get('${never}', { signal }).on('error', (e) => done([e.name, e.code, e.cause === signal.reason]));`,
      ['AbortError', 'ABORT_ERR', true],
    ],
    [
      'fetch by a signal of a library',
      `let abort; const signal = { aborted: false, reason: 1, addEventListener(name, listener) { abort = () => { this.aborted = true; listener(); }; } }; setTimeout(() => abort(), 1); fetch('${never}', { signal }).catch((e) => done([e]));`,
      [1],
    ],
  ])('%s', async (_, body, value) => {
    const { value: found, asked } = await over(body);
    expect(found).toEqual(value);
    expect(asked).toEqual([never]);
  });

  it.each([
    ['fetch', `fetch('${never}', { signal })`],
    ['node-fetch', `require('node-fetch')('${never}', { signal })`],
    ['axios', `require('axios')({ url: '${never}', signal })`],
    ['https', `new Promise((_, no) => require('https').get('${never}', { signal }).on('error', no))`],
  ])('%s: one that was aborted before is not made, and does not count', async (_, request) => {
    const body = `const signal = AbortSignal.abort();
      const ask = () => ${request}.then(() => 'answered', (e) => e.name);
      Promise.all([ask(), ask(), ask()]).then((names) => done(new Set(names).size));`;
    const { value, asked } = await over(body, { limits: { requests: 1 } });
    expect([value, asked]).toEqual([1, []]);
  });

  it('what was answered in time is not touched by an abort behind it', async () => {
    const body = `const c = new AbortController();
      fetch('https://a.test/', { signal: c.signal }).then(async (r) => { c.abort(); done([r.status, await r.text()]); });`;
    expect((await over(body)).value).toEqual([200, '']);
  });

  it('the answer that comes later finds nobody, and the next request its own', async () => {
    const { host, asked, answer } = network();
    const script = rule(`const signal = AbortSignal.timeout(1);
      fetch('${never}', { signal }).catch(async (e) => {
        const { url } = await fetch('https://a.test/');
        context.idToken.value = [e.name, url];
        callback(null, user, context);
      });`);
    const result = await run(script, { host, waitForDetached: true });
    expect(claimed(result)).toEqual(['TimeoutError', 'https://a.test/']);
    expect(result.requests).toMatchObject([{ url: never, outcome: 'pending' }, { outcome: 'done' }]);
    expect(asked).toHaveLength(2);
    answer();
    expect(claimed(await run(claim('1')))).toBe(1);
  });

  it('a signal that is none is refused, by name', async () => {
    const { value, asked } = await over(
      "fetch('https://a.test/', { signal: {} }).catch((e) => done([e.name, e.message]));",
    );
    expect([value, asked]).toEqual([['TypeError', 'Expected signal to be an instance of AbortSignal'], []]);
  });
});

describe('the host is told when nobody waits for a request any more', () => {
  /** A network that answers what it must, and otherwise waits for its signal; by path, whether that was aborted. */
  function told() {
    const signals: Record<string, AbortSignal> = {};
    const none = async () => null;
    const fetch = (call: { url: string }, _bytes: number, _rule: string, signal: AbortSignal) =>
      new Promise<HttpAnswer>((resolve, reject) => {
        const { pathname } = new URL(call.url);
        signals[pathname] = signal;
        if (pathname === '/done')
          resolve({ url: call.url, redirected: false, status: 200, statusText: '', headers: [], body: '' });
        signal.addEventListener('abort', () =>
          reject(Object.assign(new Error('The request was given up.'), { code: 'ABORT_ERR' })),
        );
      });
    const aborted = () =>
      Object.fromEntries(Object.entries(signals).map(([path, { aborted }]) => [path, aborted]));
    return { aborted, host: { updateUserMetadata: none, updateAppMetadata: none, fetch } };
  }

  it('because its script gave it up, and that one alone', async () => {
    const { host, aborted } = told();
    const script = rule(`fetch('https://a.test/other');
      fetch('https://a.test/given-up', { signal: AbortSignal.timeout(1) }).catch(async () => {
        await fetch('https://a.test/done');
        callback(null, user, context);
      });`);
    const result = await run(script, { host, waitForDetached: false });
    expect(aborted()).toEqual({ '/other': false, '/given-up': true, '/done': false });
    expect(result.requests).toMatchObject([
      { outcome: 'pending' },
      { outcome: 'failed', error: 'The request was given up.' },
      { outcome: 'done' },
    ]);
  });

  it.each([
    ['ran out of time', 'fetch("https://a.test/open");', { wallMs: 50 }, 'timeout'],
    ['threw', 'fetch("https://a.test/open"); setTimeout(() => { throw new Error("x"); }, 1);', {}, 'error'],
    [
      'looped',
      'fetch("https://a.test/open"); setTimeout(() => { for (;;); }, 1);',
      { sliceMs: 100, cpuMs: 100 },
      'timeout',
    ],
    [
      'was done, and what it left was out of time',
      'fetch("https://a.test/open"); callback(null, user, context);',
      { detachedMs: 20 },
      'continue',
    ],
  ])('because its run %s', async (_, body, limits, kind) => {
    const { host, aborted } = told();
    const result = await run(rule(body), {
      host,
      limits: { detachedMs: 50, ...limits },
      waitForDetached: true,
    });
    expect(result.kind).toBe(kind);
    expect(aborted()).toEqual({ '/open': true });
    expect(claimed(await run(claim('1')))).toBe(1);
  });
});

describe('the timer of AbortSignal.timeout', () => {
  it('counts among those of the run', async () => {
    const body = 'for (let i = 0; i < 11; i++) AbortSignal.timeout(60000);';
    expect(await run(rule(body), { limits: { timers: 10 } })).toMatchObject({
      kind: 'error',
      error: { message: 'A sign-in may set 10 timers (setting ANNEX_RULES_TIMERS).' },
    });
  });

  it('wakes a run that waits for nothing else', async () => {
    const body = 'AbortSignal.timeout(5).onabort = ({ target }) => done(target.reason.name);';
    expect((await over(body)).value).toBe('TimeoutError');
  });

  it('keeps no run from ending, in a trial neither', async () => {
    const { value, result } = await over('AbortSignal.timeout(60000); done(1);', { waitForDetached: true });
    expect([value, result.kind]).toEqual([1, 'continue']);
    const behind = await over('done(1); AbortSignal.timeout(60000).onabort = () => {};', {
      waitForDetached: true,
    });
    expect(behind.value).toBe(1);
  });
});

describe('hostile code', () => {
  it.each([
    [
      'a listener that is none is no listener',
      'const c = new AbortController(); c.signal.addEventListener("abort", null); c.signal.addEventListener("abort"); c.abort(); done(1);',
      1,
    ],
    [
      'a reason with a getter is not read',
      'let n = 0; const reason = { get name() { n += 1; return "x"; }, get message() { n += 1; return "x"; } }; const c = new AbortController(); c.abort(reason); AbortSignal.any([c.signal]); done([n, c.signal.reason === reason]);',
      [0, true],
    ],
    [
      'a reason that is a thenable is not called',
      `let n = 0; const reason = { then(ok) { n += 1; ok("stolen"); } }; fetch('${never}', { signal: AbortSignal.abort(reason) }).then(() => done("stolen"), (e) => done([n, e === reason]));`,
      [0, true],
    ],
    [
      'an abort inside an abort changes nothing',
      'const c = new AbortController(); const seen = []; c.signal.addEventListener("abort", () => { seen.push(c.signal.reason); c.abort("second"); }); c.signal.addEventListener("abort", () => seen.push(c.signal.reason)); c.abort("first"); done(seen);',
      ['first', 'first'],
    ],
    [
      'a listener that stops the event does not keep a request',
      `const c = new AbortController(); c.signal.addEventListener("abort", (e) => e.stopImmediatePropagation()); fetch('${never}', { signal: c.signal }).catch((e) => done(e.name)); setTimeout(() => c.abort(), 1);`,
      'AbortError',
    ],
    [
      'an event that is only said to be abort aborts no request',
      `const c = new AbortController(); fetch('https://a.test/', { signal: c.signal }).then((r) => done([r.status, c.signal.aborted]), () => done("aborted")); c.signal.dispatchEvent(new Event("abort"));`,
      [200, false],
    ],
    [
      'members of its own do not stand in for those of a signal',
      `const c = new AbortController(); for (const [key, value] of Object.entries({ aborted: false, reason: 1, addEventListener: () => {}, dispatchEvent: () => {} })) try { Object.defineProperty(c.signal, key, { value }); } catch {} let n = 0; c.signal.onabort = () => { n += 1; }; fetch('${never}', { signal: c.signal }).catch(() => done(n)); setTimeout(() => c.abort(), 1);`,
      1,
    ],
    [
      'listeners that abort one another come to an end',
      'const all = Array.from({ length: 50 }, () => new AbortController()); let n = 0; all.forEach((c, i) => { c.signal.onabort = () => { n += 1; for (const each of all) each.abort(); }; }); all[0].abort(); done(n);',
      50,
    ],
    [
      'a long chain of signals aborts without a deep stack',
      'const c = new AbortController(); let last = c.signal; for (let i = 0; i < 20000; i++) last = AbortSignal.any([last]); c.abort("r"); done(last.reason);',
      'r',
    ],
  ])('%s', async (_, body, value) => {
    expect((await over(body)).value).toEqual(value);
  });

  it('a listener that throws fails its own run, behind the code that aborted; others are told', async () => {
    const body = `const c = new AbortController();
      c.signal.addEventListener('abort', () => { throw new TypeError('broken'); });
      c.signal.addEventListener('abort', () => console.log('told'));
      c.abort(); console.log('went on');
      setTimeout(() => callback(null, user, context), 1);`;
    const result = await run(rule(body));
    expect(result).toMatchObject({
      kind: 'error',
      error: { name: 'TypeError', message: 'broken', position: { line: 3 } },
    });
    expect(result.logs.map(({ text }) => text)).toEqual(['told', 'went on']);
    expect(claimed(await run(claim('1')))).toBe(1);
  });

  it('a listener that loops costs its own sign-in alone', async () => {
    const body = 'AbortSignal.timeout(1).onabort = () => { for (;;); };';
    const result = await run(rule(body), { limits: { sliceMs: 200, cpuMs: 400 } });
    expect(result).toMatchObject({ kind: 'timeout', cause: 'cpu' });
    expect(claimed(await run(claim('1')))).toBe(1);
  });

  it.each([
    [
      'AbortSignal',
      'AbortSignal.timeout = () => "broken"; AbortSignal = 1;',
      'AbortSignal.timeout(1000) instanceof AbortSignal',
    ],
    [
      'its prototype',
      'Object.defineProperty(AbortSignal.prototype, "aborted", { value: true });',
      '!new AbortController().signal.aborted',
    ],
    [
      'EventTarget',
      'EventTarget.prototype.dispatchEvent = () => { throw 1; }; EventTarget.prototype.addEventListener = 1;',
      '(new AbortController().abort(), true)',
    ],
    ['Event', 'Event.prototype.stopImmediatePropagation = 1; Event.NONE = 7;', 'Event.NONE === 0'],
    [
      'DOMException',
      'DOMException.prototype.polluted = 1; DOMException.ABORT_ERR = 1;',
      'DOMException.ABORT_ERR === 20 && !("polluted" in new DOMException())',
    ],
    [
      'the options of a listener',
      'Object.prototype.once = true; Object.prototype.signal = AbortSignal.abort();',
      '(() => { let n = 0; const t = new EventTarget(); t.addEventListener("x", () => { n += 1; }, {}); t.dispatchEvent(new Event("x")); t.dispatchEvent(new Event("x")); return n === 2; })()',
    ],
  ])('cannot change %s for the next run', async (_, attack, check) => {
    const lane = 'draft';
    await run(
      rule(
        `${attack
          .split(';')
          .map((part) => `try { ${part} } catch {}`)
          .join(' ')} callback(null, user, context);`,
      ),
      { lane },
    );
    expect(claimed(await run(claim(check), { lane }))).toBe(true);
  });
});
