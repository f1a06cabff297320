import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { z } from 'zod';
import { Invalid } from '@/lib/errors';
import { type FileFault, parseJsonFile } from './parse-json-file';

/** A rule of the folder. `scriptFile` is where faults of its script are. */
export type RuleFile = {
  file: string;
  scriptFile: string;
  name: string;
  script: string;
  enabled: boolean;
  order?: number | undefined;
  stage?: string | undefined;
};
export type ConfigFile = { file: string; key: string; value: string };
export type RulesFolder = { rules: RuleFile[]; configs: ConfigFile[]; faults: FileFault[] };

const ruleShape = z.strictObject({
  id: z.string().optional(),
  name: z.string(),
  script: z.string().optional(),
  enabled: z.boolean().default(true),
  order: z.number().optional(),
  stage: z.string().optional(),
});
const configShape = z.strictObject({ key: z.string(), value: z.string() });

/** A fault that ends the reading of one file. */
class Faulty extends Error {
  readonly fault: FileFault;
  constructor(fault: FileFault) {
    super(fault.message);
    this.fault = fault;
  }
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isDirectory() ?? false;
}

async function readText(root: string, path: string, named: string): Promise<string> {
  const file = relative(root, path);
  const real = await realpath(path).catch(() => null);
  if (real === null) throw new Faulty({ file: named, message: `There is no file ${file}` });
  if (!real.startsWith(root + sep))
    throw new Faulty({ file: named, message: 'The file lies outside the folder' });
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(real));
  } catch (cause) {
    throw new Faulty({ file, message: `The file cannot be read as UTF-8 text: ${String(cause)}` });
  }
}

async function readJson<S extends z.ZodType>(root: string, path: string, schema: S): Promise<z.output<S>> {
  const file = relative(root, path);
  const parsed = parseJsonFile(file, await readText(root, path, file));
  if ('fault' in parsed) throw new Faulty(parsed.fault);
  const checked = schema.safeParse(parsed.value);
  if (checked.success) return checked.data;
  const sentences = checked.error.issues.map(({ path: at, message }) =>
    [at.join('.'), message].filter(Boolean).join(': '),
  );
  throw new Faulty({ file, message: sentences.join('; ') });
}

async function readRule(root: string, path: string): Promise<RuleFile> {
  const { name, script, enabled, order, stage } = await readJson(root, path, ruleShape);
  const scriptPath = script
    ? resolve(dirname(path), script.replaceAll('\\', '/'))
    : path.replace(/\.json$/, '.js');
  const text = await readText(root, scriptPath, relative(root, path));
  return {
    file: relative(root, path),
    scriptFile: relative(root, scriptPath),
    name,
    script: text,
    enabled,
    order,
    stage,
  };
}

/** Tests of rules may lie beside them (`npm run rules:test`). */
const isDescription = (name: string) => name.endsWith('.json') && !name.endsWith('.tests.json');

async function readAll<T>(
  folder: string,
  read: (path: string) => Promise<T>,
  faults: FileFault[],
): Promise<T[]> {
  if (!(await isFolder(folder))) return [];
  const names = (await readdir(folder)).filter(isDescription).sort();
  const found: T[] = [];
  for (const name of names) {
    try {
      found.push(await read(join(folder, name)));
    } catch (error) {
      if (!(error instanceof Faulty)) throw error;
      faults.push(error.fault);
    }
  }
  return found;
}

/** A script that no `.json` names would be forgotten silently. */
async function findOrphans(root: string, folder: string, rules: readonly RuleFile[]): Promise<FileFault[]> {
  const used = new Set(rules.map(({ scriptFile }) => join(root, scriptFile)));
  const scripts = (await readdir(folder)).filter((name) => name.endsWith('.js'));
  return scripts
    .filter(
      (name) => !used.has(join(folder, name)) && !rules.some(({ file }) => basename(file) === `${name}on`),
    )
    .map((name) => ({
      file: relative(root, join(folder, name)),
      message: 'No rule of a .json file has this script',
    }));
}

/**
 * The rules and configuration values of a folder as auth0-deploy-cli writes it: `rules/*.json` with their scripts, and
 * `rules-configs/*.json`. The `rules` folder itself will do. Reads no file outside. Throws Invalid for another folder.
 */
export async function readRulesFolder(path: string): Promise<RulesFolder> {
  const given = await realpath(path).catch(() => null);
  if (given === null || !(await isFolder(given))) throw new Invalid(`There is no folder ${path}.`);
  const isRules = basename(given) === 'rules' && !(await isFolder(join(given, 'rules')));
  const root = isRules ? dirname(given) : given;
  const [rulesFolder, configsFolder] = [join(root, 'rules'), join(root, 'rules-configs')];
  if (!(await isFolder(rulesFolder)) && !(await isFolder(configsFolder))) {
    throw new Invalid(
      `${path} holds neither rules/ nor rules-configs/, as a folder of auth0-deploy-cli does.`,
    );
  }
  const faults: FileFault[] = [];
  const rules = await readAll(rulesFolder, (file) => readRule(root, file), faults);
  const configs = await readAll(
    configsFolder,
    async (file) => ({ ...(await readJson(root, file, configShape)), file: relative(root, file) }),
    faults,
  );
  if (faults.length === 0 && rules.length > 0) faults.push(...(await findOrphans(root, rulesFolder, rules)));
  return { rules, configs, faults };
}
