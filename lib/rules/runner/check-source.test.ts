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

  it('that is a module of another kind says so', () => {
    expect(checkAction('export const onExecutePostLogin = async (event: any) => {};')).toMatchObject({
      ok: false,
      message: expect.stringContaining('CommonJS'),
    });
  });
});
