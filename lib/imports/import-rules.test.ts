import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createRule, deleteRule, listRuleConfigs, listRules, listRuleVersions } from '@/lib/rules';
import { testDatabase } from '@/lib/testing';
import { importRules } from './import-rules';

const database = testDatabase();
const folders: string[] = [];
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

beforeEach(async () => {
  const ctx = database.context();
  for (const { rule } of await listRules(ctx)) await deleteRule(ctx, rule.id);
});

async function folderOf(files: Record<string, string | object>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'annex-rules-'));
  folders.push(folder);
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(
      join(folder, name),
      typeof content === 'string' ? content : JSON.stringify(content, null, 2),
    );
  }
  return folder;
}

const script = (text: string) =>
  `function ${text}(user, context, callback) {\n  callback(null, user, context);\n}\n`;
const ruleOf = (name: string, order: number, enabled = true) => ({
  [`rules/${name}.json`]: { enabled, script: `./${name}.js`, name, order, stage: 'login_success' },
  [`rules/${name}.js`]: script(name),
});
const names = async () =>
  (await listRules(database.context())).map(
    ({ rule }) => `${rule.order} ${rule.name}${rule.enabled ? '' : ' off'}`,
  );

describe('a folder of auth0-deploy-cli', () => {
  it('brings its rules in their order, with scripts, and its configuration', async () => {
    const folder = await folderOf({
      ...ruleOf('second', 2, false),
      ...ruleOf('first', 1),
      'rules-configs/KEY.json': { key: 'KEY', value: 'secret' },
      'tenant.json': { friendly_name: 'ignored' },
    });
    expect(await importRules(database.context(), folder)).toEqual({
      created: 2,
      updated: 0,
      unchanged: 0,
      configs: 1,
      faults: [],
      warnings: [],
    });
    expect(await names()).toEqual(['1 first', '2 second off']);
    expect((await listRules(database.context()))[0]?.rule.script).toBe(script('first'));
    expect(await listRuleConfigs(database.context())).toEqual([{ key: 'KEY' }]);
  });

  it('brought again changes nothing and makes no version; given as its rules folder too', async () => {
    const folder = await folderOf({ ...ruleOf('a', 1), ...ruleOf('b', 2) });
    await importRules(database.context(), folder);
    expect(await importRules(database.context(), join(folder, 'rules'))).toMatchObject({
      created: 0,
      unchanged: 2,
    });
    const [first] = await listRules(database.context());
    expect(await listRuleVersions(database.context(), first?.rule.id ?? '')).toHaveLength(1);
  });

  it('updates rules by name, and may turn their order round', async () => {
    await importRules(
      database.context(),
      await folderOf({ ...ruleOf('a', 1), ...ruleOf('b', 2), ...ruleOf('c', 3) }),
    );
    const turned = await folderOf({ ...ruleOf('c', 1, false), ...ruleOf('b', 2), ...ruleOf('a', 3) });
    expect(await importRules(database.context(), turned)).toMatchObject({
      updated: 2,
      unchanged: 1,
      faults: [],
    });
    expect(await names()).toEqual(['1 c off', '2 b', '3 a']);
  });

  it('leaves rules alone that it does not name, and is refused when it wants their order', async () => {
    await createRule(database.context(), { name: 'mine', script: script('mine'), order: 7 });
    expect(await importRules(database.context(), await folderOf(ruleOf('other', 1)))).toMatchObject({
      created: 1,
    });
    const clash = await importRules(database.context(), await folderOf(ruleOf('clash', 7)));
    expect(clash).toMatchObject({ created: 0, faults: [{ file: 'rules/clash.json' }] });
    expect(clash.faults[0]?.message).toBe(
      'Order 7 is that of the rule "mine", which is here and not in this folder',
    );
    expect(await names()).toEqual(['1 other', '7 mine']);
  });

  it('warns of markers that only auth0-deploy-cli would replace', async () => {
    const folder = await folderOf({
      ...ruleOf('a', 1),
      'rules-configs/URL.json': { key: 'URL', value: 'https://##HOST##/' },
    });
    const { warnings } = await importRules(database.context(), folder);
    expect(warnings).toMatchObject([{ file: 'rules-configs/URL.json', line: 1 }]);
  });
});

describe('a folder with faults', () => {
  it.each<[string, Record<string, string | object>, object]>([
    [
      'a script that does not parse',
      { 'rules/bad.js': 'function (user, context, callback) {\n  callback(null user, context);\n}' },
      { file: 'rules/bad.js', line: 2, column: 17 },
    ],
    ['a script that is no function', { 'rules/bad.js': 'const x = 1;' }, { file: 'rules/bad.js', line: 1 }],
    [
      'JSON that is none',
      { 'rules/bad.json': '{\n  "name": "bad"\n  "order": 3\n}' },
      { file: 'rules/bad.json', line: 3, column: 3 },
    ],
    [
      'JSON with a wrong token',
      { 'rules/bad.json': '{\n  "name": bad\n}' },
      { file: 'rules/bad.json', line: 2, column: 11 },
    ],
    ['JSON that is cut off', { 'rules/bad.json': '{\n  "name": ' }, { file: 'rules/bad.json', line: 2 }],
    ['no name', { 'rules/bad.json': { script: './bad.js' } }, { file: 'rules/bad.json' }],
    [
      'a name that is none',
      { 'rules/bad.json': { script: './bad.js', name: '-bad-' } },
      { file: 'rules/bad.json' },
    ],
    [
      'a stage that Annex has not',
      { 'rules/bad.json': { script: './bad.js', name: 'bad', stage: 'pre_authorize' } },
      { file: 'rules/bad.json' },
    ],
    ['a name twice', { 'rules/bad.json': { script: './bad.js', name: 'good' } }, { file: 'rules/good.json' }],
    [
      'an order twice',
      { 'rules/bad.json': { script: './bad.js', name: 'bad', order: 1 } },
      { file: 'rules/good.json' },
    ],
    [
      'no script file',
      { 'rules/bad.json': { script: './none.js', name: 'bad' } },
      { file: 'rules/bad.json' },
    ],
    [
      'a script outside',
      { 'rules/bad.json': { script: '../../../../etc/passwd', name: 'bad' } },
      { file: 'rules/bad.json' },
    ],
    ['a script that no rule names', { 'rules/lonely.js': script('lonely') }, { file: 'rules/lonely.js' }],
    [
      'a configuration key that is none',
      { 'rules-configs/x.json': { key: 'a b', value: 'x' } },
      { file: 'rules-configs/x.json' },
    ],
    [
      'a configuration without value',
      { 'rules-configs/x.json': { key: 'K' } },
      { file: 'rules-configs/x.json' },
    ],
  ])('(%s) stores nothing and says where', async (_, files, where) => {
    const bad = {
      'rules/bad.json': { script: './bad.js', name: 'bad', order: 9 },
      'rules/bad.js': script('bad'),
    };
    const result = await importRules(
      database.context(),
      await folderOf({ ...ruleOf('good', 1), ...bad, ...files }),
    );
    expect(result).toMatchObject({ created: 0, faults: [where] });
    expect(result.faults[0]?.message).toMatch(/\w/);
    expect(await names()).toEqual([]);
  });

  it('reads no file outside through a link', async () => {
    const folder = await folderOf({ 'rules/bad.json': { script: './link.js', name: 'bad' } });
    await symlink('/etc/hostname', join(folder, 'rules/link.js'));
    const { faults } = await importRules(database.context(), folder);
    expect(faults).toEqual([{ file: 'rules/bad.json', message: 'The file lies outside the folder' }]);
  });

  it('that is none, or holds no rules, is refused in a sentence', async () => {
    await expect(importRules(database.context(), '/nowhere')).rejects.toThrow('There is no folder /nowhere.');
    await expect(importRules(database.context(), await folderOf({ 'a.txt': 'x' }))).rejects.toThrow(
      /neither rules/,
    );
  });
});
