import { runInThisContext } from 'node:vm';
import { expect, it } from 'vitest';
import { claim, claimed, rule, testRunner } from './runner.fixture';

const { run } = testRunner();
const of = (body: string) => `(() => { ${body} })()`;

it.each([
  [
    'plain values',
    'return structuredClone({ a: [1, "x", null, true, { b: undefined }], d: { e: 1n.toString() } });',
  ],
  [
    'what it keeps and loses',
    'class A { x = 1; get y() { return 2; } } const made = structuredClone(Object.assign(new A(), { [Symbol("s")]: 1, get z() { return 3; } })); return [made, made.constructor === Object];',
  ],
  [
    'circles and twins',
    'const a = { list: [] }; a.a = a; a.list.push(a.list, a); const c = structuredClone(a); return [c !== a, c.a === c, c.list[0] === c.list, c.list[1] === c];',
  ],
  [
    'arrays with holes and members',
    'const a = [1, , 3]; a.x = "y"; const c = structuredClone(a); return [c.length, 1 in c, c.x, Array.isArray(c)];',
  ],
  [
    'dates and expressions',
    'const r = /a/gi; r.lastIndex = 1; const [d, c] = structuredClone([new Date(5), r]); return [d.getTime(), d instanceof Date, String(c), c.lastIndex];',
  ],
  [
    'maps and sets',
    'const m = new Map([[{ k: 1 }, new Set([1, "2"])]]); m.set("self", m); const c = structuredClone(m); const [[k, s]] = [...c]; return [k, [...s], c.get("self") === c, c instanceof Map];',
  ],
  [
    'bytes',
    'const b = new Uint8Array([1, 2, 3, 4]); const v = new DataView(b.buffer, 1, 2); const c = structuredClone({ b: b.subarray(1), v, f: new Float64Array([0.5]), big: new BigInt64Array([5n]) }); c.b[0] = 9; return [b[1], [...c.b], c.b.buffer === c.v.buffer, c.v.getUint8(0), c.b.byteOffset, [...c.f], String(c.big[0])];',
  ],
  [
    'a Buffer',
    'const c = structuredClone(Buffer.from("hi")); return [Object.prototype.toString.call(c), [...c].slice(0, 2), c instanceof Buffer];',
  ],
  [
    'boxes',
    'return structuredClone([new Number(1), new String("x"), new Boolean(false)]).map((v) => [typeof v, v.valueOf()]);',
  ],
  [
    'errors',
    'class Mine extends TypeError { name = "Mine"; } const c = structuredClone([Object.assign(new RangeError("m", { cause: { a: 1 } }), { extra: 1 }), new Mine("n")]); return c.map((e) => [e.constructor.name, e.message, e.cause ?? null, e.extra ?? null, typeof e.stack]);',
  ],
  [
    'what is refused',
    `return [() => {}, Symbol("s"), Promise.resolve(), new WeakMap(), { deep: [() => 1] }].map((v) => { try { structuredClone(v); return "fine"; } catch (e) { return [e.name, e.code, e.message, e instanceof DOMException]; } });`,
  ],
  [
    'what only looks like a map',
    'return [structuredClone(Object.create(Map.prototype)), structuredClone(Object.create(Date.prototype)), structuredClone({ __proto__: null, a: 1 })];',
  ],
  [
    'a member called __proto__',
    'const c = structuredClone(JSON.parse(\'{"__proto__":{"polluted":1}}\')); return [c.polluted ?? null, Object.keys(c)];',
  ],
  [
    'what is moved',
    'const b = new ArrayBuffer(4); const c = structuredClone({ b }, { transfer: [b] }); let code; try { structuredClone(1, { transfer: [{}] }); } catch (e) { code = e.code; } return [b.byteLength, c.b.byteLength, code];',
  ],
  ['nothing at all', 'try { structuredClone(); } catch (e) { return [e instanceof TypeError, e.code]; }'],
])('clones as Node does: %s', async (_, body) => {
  const expected = JSON.parse(JSON.stringify(runInThisContext(of(body))));
  expect(claimed(await run(claim(of(body))))).toEqual(expected);
});

it.each([
  ['a getter that throws', '{ get a() { throw new RangeError("own"); } }', 'RangeError'],
  [
    'nesting without end',
    '(() => { let a = {}; for (let i = 0; i < 1e6; i++) a = { a }; return a; })()',
    'RangeError',
  ],
])('%s is an error in the script, and the next run is healthy', async (_, value, name) => {
  const script = rule(
    `try { structuredClone(${value}); } catch (e) { context.idToken.value = e.name; } callback(null, user, context);`,
  );
  expect(claimed(await run(script, { limits: { sliceMs: 10_000, cpuMs: 10_000 } }))).toBe(name);
  expect(claimed(await run(claim('structuredClone(1)')))).toBe(1);
});
