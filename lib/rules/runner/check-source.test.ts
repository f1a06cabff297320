import { describe, expect, it } from 'vitest';
import { action, anActionRun } from './actions.fixture';
import { checkAction, checkRule } from './check-source';
import { claim, claimed, rule, testRunner } from './runner.fixture';

const { run, runner } = testRunner({ executors: 1 });

const typed = `// A rule in TypeScript
interface Plan { seats: number }
`;

describe('a rule in TypeScript', () => {
  it.each([
    'function (user: { name: string }, context: any, callback: Function): void { callback(null, user as any, context!); }',
    'async (user: User, context, callback) => { type A = string; interface B { c: A } const x = <T,>(y: T) => y; x<B>({ c: "" } satisfies B); callback(null); };',
    '// comment\nasync function named<T extends object>(user: T, context?: unknown, callback?: (error?: Error | null) => void) { callback?.(null); }',
  ])('is taken with its types made blank: %s', (script) => {
    const parsed = checkRule(script);
    expect(parsed).toMatchObject({ ok: true });
    expect(parsed.ok && parsed.code.split('\n').length).toBe(script.replace(/;$/, '').split('\n').length);
  });

  it('runs, and an error in it has the line and column of the source', async () => {
    const script = `async function (user: Record<string, any>, context: { idToken: any }, callback: Function) {
  const roles: string[] = (user.roles ?? []) as string[];
  interface Wrong { a: number }
  if (roles.length === 0) throw new Error('No roles' as string);
  callback(null, user, context);
}`;
    const result = await run(script);
    expect(result).toMatchObject({
      kind: 'error',
      error: { message: 'No roles', position: { line: 4, column: 33 } },
    });
    expect(script.split('\n')[3]?.slice(32)).toMatch(/^new Error/);
  });

  it('is only read as TypeScript when it is no JavaScript: sloppy code stays sloppy', async () => {
    expect(claimed(await run(claim('(undeclared = 010, undeclared < (7) > (2))')))).toBe(false);
    expect(checkRule(rule('with (user) { callback(null, name); }'))).toMatchObject({ ok: true });
  });

  it.each([
    ['function (user: string, context, callback) {\n  let a: = 1;\n}', 2, 10],
    ['function (user: string, context, callback) {\n\tlet a: = 1;\n}', 2, 9],
    ['function (user, context, callback) {\n  callback(null, ;\n}', 2, 18],
    ['function (user: any, context, callback) {\n  enum Color { Red }\n}', 2, 3],
    [`${typed}function (user, context, callback) { callback(); }`, 2, 11],
    ['function (user: any) {}\nfunction (other: any) {}', 2, 10],
  ])('%j tells its fault at line %d, column %d', (script, line, column) => {
    expect(checkRule(script)).toMatchObject({ ok: false, line, column });
  });

  it('says what cannot be: a type that would leave code behind', () => {
    const parsed = checkRule('function (user: any) {\n  enum Color { Red }\n}');
    expect(parsed).toMatchObject({
      ok: false,
      message: expect.stringContaining('enum is not supported here'),
    });
  });
});

describe('an Action in TypeScript', () => {
  it('runs, with types imported by name', async () => {
    const code = `import type { Event } from '@auth0/actions';
type Plan = 'free' | 'gold';
exports.onExecutePostLogin = async (event: Event, api: any): Promise<void> => {
  const plan = event.user.app_metadata.plan as Plan | undefined;
  api.idToken.setCustomClaim('plan', plan ?? ('free' satisfies Plan));
};`;
    const result = await runner().runActions({
      ...anActionRun(action('')),
      actions: [{ id: 'a', name: 'A', version: 1, code, secrets: {} }],
    });
    expect(result).toMatchObject({
      kind: 'continue',
      commands: [{ type: 'idToken.setCustomClaim', value: 'free' }],
    });
  });
});

describe('what an Action imports for its types', () => {
  const run1 = (code: string) =>
    runner().runActions({
      ...anActionRun(action('')),
      actions: [{ id: 'a', name: 'A', version: 1, code, secrets: {} }],
    });
  const typed = (body: string) =>
    `export const onExecutePostLogin = async (event: Event, api: PostLoginAPI): Promise<void> => { ${body} };`;
  const claims = (value: string) => `api.idToken.setCustomClaim('a', ${value});`;

  it.each([
    ["import { Event, PostLoginAPI } from '@auth0/actions/post-login/v3';", '3'],
    ["import { type Event, type PostLoginAPI } from 'not-there';", '3'],
    ["import { Event as E, PostLoginAPI } from 'not-there'; type Event = E;", '3'],
    ["import Types, { PostLoginAPI } from 'not-there'; type Event = Types.Event;", '3'],
    ["import * as Types from 'not-there';", '({ Types: 3 }).Types'],
    ["import {\n  Event,\n  PostLoginAPI,\n} from 'not-there';", '3'],
    ["import { PartialShallow, sum } from 'lodash';", 'sum([1, 2])'],
    ["import _, { Dictionary } from 'lodash';", '_.sum([1, 2] as Dictionary<number>)'],
    ["import { sum } from 'lodash';", '[sum].map((sum) => sum([3]))[0]'],
    ["import { sum } from 'lodash';", '({ sum }).sum([3])'],
    ["import '@auth0/actions/post-login/v3';", '3'],
    ["import * as actions from '@auth0/actions';", 'Object.keys(actions).length + 3'],
  ])('is gone where it is used for nothing else, and stays where it is: %j', async (imports, value) => {
    expect(await run1(`${imports}\n${typed(claims(value))}`)).toMatchObject({
      kind: 'continue',
      commands: [{ value: 3 }],
    });
  });

  it('stays where a value of it is exported', async () => {
    const code = `import { sum } from 'lodash';\n${typed(claims('3'))}\nexport { sum as added };`;
    expect(await run1(code)).toMatchObject({ kind: 'continue', commands: [{ value: 3 }] });
  });

  it.each([
    ["import 'not-there';", typed('')],
    ["import { Thing } from 'not-there';", typed('new Thing();')],
    ["import { thing } from 'not-there';", 'export const onExecutePostLogin = () => {};'],
  ])('is loaded where it may do something, and in JavaScript: %s', async (imports, code) => {
    expect(await run1(`${imports}\n${code}`)).toMatchObject({
      kind: 'error',
      error: { code: 'MODULE_NOT_FOUND', message: expect.stringContaining("'not-there'") },
    });
  });

  it.each([
    "import { Event } from '@auth0/actions/post-login/v3';\nexport const onExecutePostLogin = (event, api) => { const value = typeof Event; ",
    "const { Event } = require('@auth0/actions/src/post-login/v3');\nexports.onExecutePostLogin = (event, api) => { const value = typeof Event; ",
    "require('@auth0/actions').polluted = 1;\nexports.onExecutePostLogin = (event, api) => { const value = typeof require('@auth0/actions').polluted; ",
  ])('has nothing at run time: %s', async (code) => {
    expect(await run1(`${code}${claims('value')} };`)).toMatchObject({
      kind: 'continue',
      commands: [{ value: 'undefined' }],
    });
  });

  it('of a name that only begins alike is not found', async () => {
    const result = await run1("require('@auth0/actions-extra');\nexports.onExecutePostLogin = () => {};");
    expect(result).toMatchObject({ kind: 'error', error: { code: 'MODULE_NOT_FOUND' } });
  });

  it('moves no line and no column of what follows', async () => {
    const code = `import {
  Event, PostLoginAPI } from 'not-there'; const at = () => { throw new Error('here'); };
${typed('at();')}`;
    const result = await run1(code);
    expect(result).toMatchObject({
      kind: 'error',
      error: { message: 'here', position: { line: 2, column: 68 } },
    });
    expect(code.split('\n')[1]?.slice(67)).toMatch(/^new Error/);
  });
});

describe('an Action with import and export', () => {
  const run1 = (code: string) =>
    runner().runActions({
      ...anActionRun(action('')),
      actions: [{ id: 'a', name: 'A', version: 1, code, secrets: {} }],
    });
  const claim = "api.idToken.setCustomClaim('a', ";

  it.each([
    ['const', `export const onExecutePostLogin = async (event, api) => { ${claim}1); };`],
    [
      'function',
      `export async function onExecutePostLogin(event, api) { ${claim}one()); }\nfunction one() { return 1; }`,
    ],
    ['list', `const handler = (event, api) => { ${claim}1); };\nexport { handler as onExecutePostLogin };`],
    [
      'pattern',
      `const all = { h: (event, api) => { ${claim}1); } };\nexport const { h: onExecutePostLogin } = all;`,
    ],
    [
      'TypeScript',
      `export const onExecutePostLogin = async (event: unknown, api: any): Promise<void> => { ${claim}1 as number); };`,
    ],
  ])('exports its function: %s', async (_, code) => {
    expect(await run1(code)).toMatchObject({ kind: 'continue', commands: [{ name: 'a', value: 1 }] });
  });

  it.each([
    ["import _ from 'lodash';", '_.sum([1, 2])'],
    ["import * as _ from 'lodash';", '_.sum([1, 2])'],
    ["import { sum, add as plus } from 'lodash';", 'plus(sum([1]), 2)'],
    ["import _, { sum } from 'lodash';", '_.add(sum([1]), 2)'],
    ["import { default as _ } from 'lodash';", '_.sum([1, 2])'],
    ["import crypto from 'node:crypto';", "crypto.createHash('sha256').update('').digest().length - 29"],
    ["import 'lodash';", '3'],
    ["import {\n  sum,\n} from 'lodash'; const three = sum([3]);", 'three'],
  ])('imports: %s', async (imports, value) => {
    const code = `${imports}\nexport const onExecutePostLogin = (event, api) => { ${claim}${value}); };`;
    expect(await run1(code)).toMatchObject({ kind: 'continue', commands: [{ value: 3 }] });
  });

  it('has the line and column of the source in its errors', async () => {
    const code = `import {
  sum,
} from 'lodash';
export const onExecutePostLogin = async (event, api) => { throw new Error('x' + sum([1])); };`;
    const result = await run1(code);
    expect(result).toMatchObject({
      kind: 'error',
      error: { message: 'x1', position: { line: 4, column: 65 } },
    });
    expect(code.split('\n')[3]?.slice(64)).toMatch(/^new Error/);
  });

  it.each([
    ['export default async (event, api) => {};', 1, 1, 'by name'],
    ["const a = 1;\nexport * from 'lodash';", 2, 1, 'none of another module'],
    ["export { a } from 'lodash';", 1, 1, 'none of another module'],
    ['export const a = 1;\nawait fetch("https://example.com");', 2, 7, 'await within'],
    ['export const a = 1;\nexport const a = 2;', 2, 14, 'already been declared'],
    ['export const a = ;', 1, 18, 'Unexpected token'],
    ['export { a };', 1, 10, 'not defined'],
  ])('%j is refused at line %d, column %d', (code, line, column, message) => {
    expect(checkAction(code)).toMatchObject({
      ok: false,
      line,
      column,
      message: expect.stringContaining(message),
    });
  });

  it('cannot reach out of its module by the names in it', async () => {
    const code = `import { __proto__ as p, constructor as c } from 'lodash';
export const onExecutePostLogin = (event, api) => { ${claim}typeof c); };
export const __proto__ = 1;`;
    expect(await run1(code)).toMatchObject({ kind: 'continue', commands: [{ value: 'function' }] });
  });

  it('of a library that is not there says which', async () => {
    const result = await run1("import x from 'left-pad';\nexport const onExecutePostLogin = () => {};");
    expect(result).toMatchObject({
      kind: 'error',
      error: { message: expect.stringContaining("'left-pad'") },
    });
  });
});
