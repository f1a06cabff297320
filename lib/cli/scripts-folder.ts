import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, normalize } from 'node:path';
import { z } from 'zod';
import { runnableTriggers } from '@/lib/actions/schemas';
import { type FileFault, parseJsonFile } from '@/lib/imports/parse-json-file';
import {
  type ActionTestInput,
  actionTestInput,
  type RuleTestInput,
  ruleTestInput,
} from '@/lib/trials/schemas';
import { UsageProblem } from './import-options';

type Own<K, T> = { kind: K; name: string; file: string; code: string; tests: T[] };
/** A rule or Action of a folder with its tests; `file` is that of the code, from the folder. */
export type ScriptFile =
  | Own<'rule', RuleTestInput>
  | (Own<'action', ActionTestInput> & { trigger: RunnableTrigger });
export type ScriptsFolder = { scripts: ScriptFile[]; faults: FileFault[] };

type RunnableTrigger = (typeof runnableTriggers)[number];
type Code = {
  kind: ScriptFile['kind'];
  name: string;
  file: string;
  code: string;
  trigger: RunnableTrigger;
  testFiles: string[];
};

const isFolder = async (path: string) => (await stat(path).catch(() => null))?.isDirectory() ?? false;
const namesIn = async (path: string) => ((await isFolder(path)) ? (await readdir(path)).sort() : []);

const isTests = (name: string) => name.endsWith('.tests.json');
const isCode = (name: string) =>
  /\.(js|ts|cjs|mjs)$/.test(name) && !/\.(d|test|spec|config)\.[cm]?[jt]s$/.test(name);
const stem = (file: string) => basename(file).replace(/\.\w+$/, '');

/** Where tests of a script may lie: beside it, or in the folder for them. */
const testFilesOf = (kind: Code['kind'], file: string, dir: string) => [
  join(dir, `${stem(file)}.tests.json`),
  join(`${kind}s-tests`, `${stem(file)}.json`),
];

/** The trigger for which code of an Action exports its function: `onExecutePostLogin` for post-login. */
function triggerIn(code: string): RunnableTrigger {
  const handlers = runnableTriggers.map(
    (trigger) =>
      [trigger, `onExecute${trigger.replace(/(^|-)./g, (start) => start.slice(-1).toUpperCase())}`] as const,
  );
  return handlers.find(([, handler]) => code.includes(handler))?.[0] ?? 'post-login';
}

/** Files of code, each a rule or Action of its file's name. */
async function plain(root: string, dir: string, kind: Code['kind']): Promise<Code[]> {
  const found: Code[] = [];
  for (const name of (await namesIn(join(root, dir))).filter(isCode)) {
    const file = join(dir, name);
    const code = await readFile(join(root, file), 'utf8');
    const trigger = triggerIn(code);
    found.push({ kind, name: stem(name), file, code, trigger, testFiles: testFilesOf(kind, name, dir) });
  }
  return found;
}

const description = z.looseObject({
  name: z.string(),
  script: z.string().optional(),
  code: z.string().optional(),
  supported_triggers: z.array(z.looseObject({ id: z.string() })).default([{ id: 'post-login' }]),
});

/** Where auth0-deploy-cli has the code that a description names: of a rule from there, of an Action from the root. */
function codeFileOf(
  kind: Code['kind'],
  file: string,
  { script, code }: z.output<typeof description>,
): string {
  const own = `${stem(file)}${kind === 'rule' ? '.js' : '/code.js'}`;
  const named = kind === 'rule' ? script : code;
  const from = kind === 'rule' || named === undefined ? dirname(file) : '.';
  return normalize(join(from, (named ?? own).replaceAll('\\', '/')));
}

/** What auth0-deploy-cli writes, without Actions of triggers that Annex does not run. */
async function exported(root: string, kind: Code['kind'], faults: FileFault[]): Promise<Code[]> {
  const dir = `${kind}s`;
  const found: Code[] = [];
  const names = (await namesIn(join(root, dir))).filter((name) => name.endsWith('.json') && !isTests(name));
  for (const file of names.map((name) => join(dir, name))) {
    const parsed = parseJsonFile(file, await readFile(join(root, file), 'utf8'));
    const described = 'fault' in parsed ? undefined : description.safeParse(parsed.value).data;
    if (!described) {
      faults.push(
        'fault' in parsed ? parsed.fault : { file, message: `This describes no ${kind}: it has no name` },
      );
      continue;
    }
    const trigger = runnableTriggers.find((known) =>
      described.supported_triggers.some(({ id }) => id === known),
    );
    if (!trigger) continue;
    const codeFile = codeFileOf(kind, file, described);
    const isInside = !codeFile.startsWith('..') && !isAbsolute(codeFile);
    const code = isInside ? await readFile(join(root, codeFile), 'utf8').catch(() => null) : null;
    if (code === null) faults.push({ file, message: `There is no file ${codeFile} in the folder` });
    else
      found.push({
        kind,
        name: described.name,
        file: codeFile,
        code,
        trigger,
        testFiles: testFilesOf(kind, file, dir),
      });
  }
  return found;
}

/** Those that are described, or, where none is, every file of code. */
async function scriptsIn(root: string, kind: Code['kind'], faults: FileFault[]): Promise<Code[]> {
  const [before, described] = [faults.length, await exported(root, kind, faults)];
  if (described.length > 0 || faults.length > before) return described;
  const beside = kind === 'rule' ? await plain(root, '.', kind) : [];
  return [...beside, ...(await plain(root, `${kind}s`, kind))];
}

/** The tests of one file; what is none of them is a fault and not passed over. */
async function testsOf<S extends z.ZodType>(
  root: string,
  file: string,
  schema: S,
  faults: FileFault[],
): Promise<z.input<S>[]> {
  const text = await readFile(join(root, file), 'utf8').catch(() => null);
  if (text === null) return [];
  const parsed = parseJsonFile(file, text);
  if ('fault' in parsed) {
    faults.push(parsed.fault);
    return [];
  }
  const list: unknown[] = Array.isArray(parsed.value) ? parsed.value : [parsed.value];
  return list.flatMap((test, index) => {
    const checked = schema.safeParse(test);
    if (checked.success) return [test as z.input<S>];
    const [issue] = checked.error.issues;
    const at = issue && issue.path.length > 0 ? `${issue.path.join('.')}: ` : '';
    faults.push({ file, message: `Test ${index + 1} is none: ${at}${issue?.message ?? 'not understood'}` });
    return [];
  });
}

async function withTests(root: string, script: Code, faults: FileFault[]): Promise<ScriptFile> {
  const { testFiles, name, file, code, trigger } = script;
  const own = { name, file, code };
  const all = async <S extends z.ZodType>(schema: S) =>
    (await Promise.all(testFiles.map((path) => testsOf(root, path, schema, faults)))).flat();
  return script.kind === 'rule'
    ? { kind: 'rule', ...own, tests: await all(ruleTestInput) }
    : { kind: 'action', ...own, trigger, tests: await all(actionTestInput) };
}

/** Tests whose code is not there would be forgotten silently. */
async function strays(root: string, scripts: readonly Code[]): Promise<FileFault[]> {
  const used = new Set(scripts.flatMap(({ testFiles }) => testFiles));
  const folders = ['.', 'rules', 'actions', 'rules-tests', 'actions-tests'];
  const files: string[] = [];
  for (const dir of folders) {
    const names = await namesIn(join(root, dir));
    const isOfTests = (name: string) => (dir.endsWith('-tests') ? name.endsWith('.json') : isTests(name));
    files.push(...names.filter(isOfTests).map((name) => join(dir, name)));
  }
  return files
    .filter((file) => !used.has(file))
    .map((file) => ({ file, message: 'These tests are of no rule or Action in the folder' }));
}

/**
 * Rules and Actions of a folder with their tests: files of code, or what auth0-deploy-cli writes. What cannot be read is
 * told in `faults`. Throws UsageProblem for no folder, or one without code.
 */
export async function readScriptsFolder(root: string): Promise<ScriptsFolder> {
  if (!(await isFolder(root))) throw new UsageProblem(`There is no folder ${root}.`);
  const faults: FileFault[] = [];
  const found = [...(await scriptsIn(root, 'rule', faults)), ...(await scriptsIn(root, 'action', faults))];
  if (found.length === 0 && faults.length === 0)
    throw new UsageProblem(`${root} holds no rules (*.js, *.ts, rules/) and no Actions (actions/).`);
  faults.push(...(await strays(root, found)));
  const scripts: ScriptFile[] = [];
  for (const script of found) scripts.push(await withTests(root, script, faults));
  return { scripts, faults };
}
