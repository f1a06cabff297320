import { runInThisContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { claim, claimed, rule, testRunner } from './runner.fixture';
import { toBytes, toText } from './sandbox/encodings';
import type { HttpCall } from './types';

const { run } = testRunner();

const program = (body: string) => `(async () => {
  const attempt = (make) => { try { return make(); } catch (e) { return [e.name, e.code]; } };
  const hex = (bytes) => Buffer.from(bytes).toString('hex');
  ${body}
})()`;

const script = (body: string) =>
  rule(
    `${program(body)}.then((value) => { context.idToken.value = value; callback(null, user, context); }, callback);`,
  );

describe('what a script finds without require is as in Node', () => {
  it.each([
    [
      'CustomEvent',
      `const target = new EventTarget(), seen = [];
       target.addEventListener('x', (e) => seen.push(e.detail, e instanceof Event, String(e), e.cancelable));
       target.dispatchEvent(new CustomEvent('x', { detail: { a: 1 }, cancelable: true }));
       return [seen, new CustomEvent('y').detail, attempt(() => new CustomEvent()), attempt(() => Object.create(CustomEvent.prototype).detail)[0]];`,
    ],
    [
      'TextDecoder by label and option',
      `const bytes = (...all) => new Uint8Array(all);
       const bad = [[0xff, 0x41], [0xe2, 0x82], [0xe2, 0x82, 0x41], [0xf0, 0x9f, 0x92], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xe0, 0x80, 0x80], [0xf0, 0x9f, 0x41, 0x80]];
       const decoders = [new TextDecoder(), new TextDecoder('UTF8', { fatal: true }), new TextDecoder('utf-8', { ignoreBOM: true }), new TextDecoder(' latin1 '), new TextDecoder('utf-16')];
       return [decoders.map((d) => [d.encoding, d.fatal, d.ignoreBOM, d.decode(bytes(0xef, 0xbb, 0xbf, 0x41).subarray(d.encoding === 'utf-16le' ? 2 : 0))]),
         bad.map((all) => [new TextDecoder().decode(bytes(...all)), attempt(() => new TextDecoder('utf8', { fatal: true }).decode(bytes(...all))), Buffer.from(all).toString()]),
         new TextDecoder('utf8', { fatal: true }).decode(bytes(0xef, 0xbf, 0xbd)), new TextDecoder('windows-1252').decode(bytes(0x80, 0x99, 0xe9)),
         new TextDecoder('utf-16le').decode(bytes(0x3d, 0xd8, 0xa9, 0xdc, 0x3d, 0xd8, 0x41)), attempt(() => new TextDecoder('klingon')), attempt(() => new TextDecoder().decode('a')), new TextDecoder().decode(bytes(0x41).buffer)];`,
    ],
    [
      'TextDecoder over parts',
      `const whole = new TextEncoder().encode('\\ufeffaé€💩\\ufeff'), made = [];
       for (const size of [1, 2, 3, 5]) {
         const decoder = new TextDecoder('utf-8', { fatal: true });
         let text = '';
         for (let at = 0; at < whole.length; at += size) text += decoder.decode(whole.subarray(at, at + size), { stream: true });
         made.push(text + decoder.decode(), decoder.decode(whole));
       }
       const utf16 = new TextDecoder('utf-16le'), pair = Buffer.from('a💩', 'utf16le');
       made.push([...pair].map((byte) => utf16.decode(new Uint8Array([byte]), { stream: true })).join('') + utf16.decode());
       return made;`,
    ],
    [
      'TextEncoder, btoa and atob',
      `const target = new Uint8Array(5);
       return [new TextEncoder().encodeInto('é€x', target), [...target], new TextEncoder().encoding, attempt(() => btoa('€')), attempt(() => atob('*')), atob(btoa('ÿa'))];`,
    ],
    [
      'Blob and File',
      `const blob = new Blob(['é', new Uint8Array([1, 2]).subarray(1), new Uint16Array([3]).buffer, new Blob(['x']), 5, null], { type: 'Text/Plain' });
       const file = new File([blob], 'a.txt', { type: 'a/b', lastModified: 5.7 });
       const part = blob.slice(-5, -1, 'X/Y'), copy = structuredClone(blob);
       return [blob.size, blob.type, await blob.text(), hex(await blob.arrayBuffer()), String(blob), String(file), file.name, file.lastModified, file.size, file.type, file instanceof Blob, String(structuredClone(file)),
         part.size, part.type, await part.text(), blob.slice(3, 1).size, await blob.slice(1).text(), copy.type, await copy.text(), copy !== blob, attempt(() => new Blob('a')), attempt(() => new File([])), attempt(() => new Blob([], { endings: 'x' })),
         new Blob().size, new Blob([], { type: 'é' }).type, new Blob(['a\\r\\nb\\rc'], { endings: 'native' }).size, attempt(() => Object.create(Blob.prototype).size)[0], blob.size === (await new Response(blob).blob()).size,
         (await new Response(blob).blob()).type, new Response(blob).headers.get('content-type'), [...(await new Response('a').bytes())]];`,
    ],
    [
      'a form with files',
      `const form = new FormData();
       form.append('a', new Blob(['x'], { type: 'a/b' }));
       form.append('b', new Blob(['y']), 'b.txt');
       form.append('c', new File(['z'], 'own.bin'));
       form.set('d', 'text');
       const parts = [...form].map(([name, value]) => [name, typeof value === 'string' ? value : [String(value), value.name, value.type, value.size]]);
       const text = await new Response(form).text();
       return [parts, text.split('\\r\\n').map((line) => (line.startsWith('--') ? '--' : line)), form.get('c') instanceof File];`,
    ],
    [
      'performance',
      `const before = performance.now(), now = Date.now();
       return [typeof before, performance.now() >= before, Math.abs(performance.timeOrigin + before - now) < 1000, String(performance), typeof performance.toJSON().timeOrigin];`,
    ],
  ])('%s', async (_, body) => {
    const expected = JSON.parse(JSON.stringify(await runInThisContext(program(body))));
    expect(claimed(await run(script(body)))).toEqual(expected);
  });
});

it.each(['utf8', 'utf16le', 'latin1', 'ascii', 'hex', 'base64', 'base64url'] as const)(
  'text in %s is that of Node, both ways',
  (encoding) => {
    const heads = [
      0x41, 0xc3, 0xa9, 0xe2, 0x82, 0xac, 0xf0, 0x9f, 0x92, 0xa9, 0xed, 0xa0, 0xc0, 0xf4, 0x90, 0xff,
    ];
    const samples = Array.from({ length: 400 }, (_, seed) =>
      Uint8Array.from(
        { length: seed % 13 },
        (_, at) => heads[(seed * 7 + at * (1 + (seed % 5))) % heads.length] ?? 0,
      ),
    );
    // Longer than what goes onto the stack at once.
    samples.push(Uint8Array.from({ length: 20_001 }, (_, at) => (at * 31) % 251));
    for (const bytes of samples) {
      const text = toText(bytes, encoding);
      expect(text).toBe(Buffer.from(bytes).toString(encoding));
      expect(Buffer.from(toBytes(text, encoding)).equals(Buffer.from(text, encoding))).toBe(true);
    }
    expect(toText(toBytes('\ud83d\ude00 \ud83d', 'utf8'), 'utf8')).toBe('😀 \ufffd');
  },
);

it('the clock of performance is no finer than that of Date', async () => {
  const body = `const seen = new Set(); const end = Date.now() + 20;
    while (Date.now() < end) seen.add(performance.now() % 1);
    return [[...seen], require('perf_hooks').performance === performance, require('buffer').Blob === Blob];`;
  expect(claimed(await run(script(body)))).toEqual([[0], true, true]);
});

it('the process has a clock as well, and nothing of the one that runs it', async () => {
  const body = `const [seconds, nanoseconds] = process.hrtime(process.hrtime());
    return [seconds, nanoseconds >= 0, typeof process.hrtime.bigint(), process.uptime() < 1000, Object.keys(process).sort().join()];`;
  const names = 'env,hrtime,nextTick,uptime,version,versions';
  expect(claimed(await run(script(body)))).toEqual([0, true, 'bigint', true, names]);
});

it('files go out with fetch, as a body and in a form', async () => {
  const calls: HttpCall[] = [];
  const none = async () => null;
  const host = {
    updateUserMetadata: none,
    updateAppMetadata: none,
    fetch: async (call: HttpCall) => {
      calls.push(call);
      return { url: call.url, redirected: false, status: 200, statusText: 'OK', headers: [], body: '' };
    },
  };
  const body = `const body = new FormData(); body.append('f', new File([new Uint8Array([0, 255])], 'q".bin', { type: 'a/b' }));
    await fetch('https://a.test', { method: 'POST', body: new Blob(['hi'], { type: 'text/x' }) });
    await fetch('https://a.test', { method: 'POST', body });
    return 1;`;
  expect(claimed(await run(script(body), { host }))).toBe(1);
  const sent = calls.map(({ headers, body = '' }) => [
    headers.find(([name]) => name === 'content-type')?.[1],
    Buffer.from(body, 'base64').toString('latin1'),
  ]);
  expect(sent).toEqual([
    ['text/x', 'hi'],
    [
      expect.stringMatching(/^multipart\/form-data; boundary=/),
      expect.stringContaining('name="f"; filename="q%22.bin"\r\nContent-Type: a/b\r\n\r\n\x00\xff\r\n'),
    ],
  ]);
});

it('nothing of it can be changed, nor told to another run', async () => {
  const spoil =
    rule(`for (const attempt of [() => { Blob.prototype.text = 1; }, () => { Blob = 1; }, () => { performance.now = () => 1; }, () => { performance.kept = 'secret'; },
    () => { CustomEvent.prototype.kept = 1; }, () => { TextDecoder.prototype.decode = 1; }]) { try { attempt(); } catch {} }
    callback(null, user, context);`);
  const look = claim(
    '[typeof Blob.prototype.text, typeof Blob, performance.now() > 1, performance.kept ?? null, CustomEvent.prototype.kept ?? null, typeof TextDecoder.prototype.decode]',
  );
  await run(spoil, { lane: 'draft' });
  expect(claimed(await run(look, { lane: 'draft' }))).toEqual([
    'function',
    'function',
    true,
    null,
    null,
    'function',
  ]);
});
