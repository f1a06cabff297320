import { authorize } from '@/lib/access';
import { type Context, withTransaction } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { createRule, listRules, setRuleConfig, updateRule, type VersionedRule } from '@/lib/rules';
import type { FileFault } from './parse-json-file';
import { type RuleFile, type RulesFolder, readRulesFolder } from './read-rules-folder';

export type RulesImport = {
  created: number;
  updated: number;
  unchanged: number;
  configs: number;
  /** When there are any, nothing was stored. */
  faults: FileFault[];
  warnings: FileFault[];
};

/** Ends the transaction without a trace. */
class Refused extends Error {
  readonly faults: FileFault[];
  constructor(faults: FileFault[]) {
    super('The folder has faults.');
    this.faults = faults;
  }
}

/** The fault of a file that a verb of the rules found. */
function faultOf(error: unknown, rule: { file: string; scriptFile?: string }): FileFault {
  if (!(error instanceof AppError)) throw error;
  const { line, column } = error.data ?? {};
  if (typeof line === 'number') {
    const message = error.fields?.script?.replace(/^Line \d+: /, '') ?? error.message;
    const position = typeof column === 'number' ? { line, column } : { line };
    return { file: rule.scriptFile ?? rule.file, ...position, message };
  }
  const sentences = Object.entries(error.fields ?? {}).map(([field, message]) => `${field}: ${message}`);
  return { file: rule.file, message: sentences.join('; ') || error.message };
}

function repeated<T>(
  rules: readonly RuleFile[],
  key: (rule: RuleFile) => T | undefined,
  what: string,
): FileFault[] {
  const first = new Map<T, string>();
  return rules.flatMap((rule) => {
    const value = key(rule);
    if (value === undefined) return [];
    const earlier = first.get(value);
    if (earlier === undefined) first.set(value, rule.file);
    return earlier === undefined ? [] : [{ file: rule.file, message: `${earlier} has the same ${what}` }];
  });
}

/** Orders that rules have which are here and not in the folder; those rules stay where they are. */
function takenOrders(rules: readonly RuleFile[], here: readonly VersionedRule[]): FileFault[] {
  const names = new Set(rules.map(({ name }) => name));
  const strangers = here.filter(({ rule }) => !names.has(rule.name));
  return rules.flatMap(({ file, order }) => {
    const stranger = strangers.find(({ rule }) => rule.order === order);
    if (!stranger) return [];
    const message = `Order ${order} is that of the rule "${stranger.rule.name}", which is here and not in this folder`;
    return [{ file, message }];
  });
}

/** Moves rules out of the way that hold an order which another rule of the folder is to have. */
async function clearOrders(
  ctx: Context,
  rules: readonly RuleFile[],
  here: readonly VersionedRule[],
): Promise<void> {
  const names = new Set(rules.map(({ name }) => name));
  const claims = new Map(rules.map(({ name, order }) => [order, name]));
  let free = Math.max(0, ...here.map(({ rule }) => rule.order), ...rules.map(({ order }) => order ?? 0)) + 1;
  for (const { rule } of here) {
    const claimant = claims.get(rule.order);
    if (claimant === undefined || claimant === rule.name || !names.has(rule.name)) continue;
    await updateRule(ctx, rule.id, { order: free++ });
  }
}

async function storeRule(ctx: Context, file: RuleFile, stored: VersionedRule | undefined) {
  const { name, script, enabled, order, stage } = file;
  if (!stored) {
    const placed = { ...(order === undefined ? {} : { order }), ...(stage === undefined ? {} : { stage }) };
    await createRule(ctx, { name, script, enabled, ...placed } as Parameters<typeof createRule>[1]);
    return 'created';
  }
  const { rule } = stored;
  const patch = {
    ...(rule.script === script ? {} : { script }),
    ...(rule.enabled === enabled ? {} : { enabled }),
    ...(order === undefined || rule.order === order ? {} : { order }),
  };
  if (Object.keys(patch).length === 0) return 'unchanged';
  await updateRule(ctx, rule.id, patch);
  return 'updated';
}

async function storeAll(ctx: Context, { rules, configs }: RulesFolder): Promise<RulesImport> {
  const done: RulesImport = { created: 0, updated: 0, unchanged: 0, configs: 0, faults: [], warnings: [] };
  const before = await listRules(ctx);
  done.faults.push(
    ...repeated(rules, ({ name }) => name, 'name'),
    ...repeated(rules, ({ order }) => order, 'order'),
    ...takenOrders(rules, before),
  );
  if (done.faults.length > 0) throw new Refused(done.faults);
  await clearOrders(ctx, rules, before);
  const here = new Map((await listRules(ctx)).map((stored) => [stored.rule.name, stored]));
  const inOrder = rules.toSorted((a, b) => (a.order ?? Infinity) - (b.order ?? Infinity));
  for (const file of inOrder) {
    try {
      done[await storeRule(ctx, file, here.get(file.name))]++;
    } catch (error) {
      done.faults.push(faultOf(error, file));
    }
  }
  for (const { file, key, value } of configs) {
    try {
      await setRuleConfig(ctx, key, value);
      done.configs++;
    } catch (error) {
      done.faults.push(faultOf(error, { file }));
    }
  }
  if (done.faults.length > 0) throw new Refused(done.faults);
  return done;
}

const marker = /@@\w+@@|##\w+##/;

function markers({ rules, configs }: RulesFolder): FileFault[] {
  const texts = [
    ...rules.map(({ scriptFile, script }) => ({ file: scriptFile, text: script })),
    ...configs.map(({ file, value }) => ({ file, text: value })),
  ];
  return texts.flatMap(({ file, text }) => {
    const lines = text.split('\n');
    const at = lines.findIndex((line) => marker.test(line));
    const found = marker.exec(lines[at] ?? '')?.[0];
    if (!found) return [];
    return [
      {
        file,
        line: at + 1,
        message: `${found} is stored as it is; auth0-deploy-cli would put a value there`,
      },
    ];
  });
}

/**
 * Brings rules and their configuration to what a folder of auth0-deploy-cli holds, by name: all of it, or nothing when
 * any file has a fault, since half a pipeline might let in whom a missing rule denies. Rules that are here and not in
 * the folder stay. Repeatable: what is as the folder says gets no new version.
 */
export async function importRules(ctx: Context, folder: string): Promise<RulesImport> {
  authorize(ctx, 'create:rules');
  const nothing = { created: 0, updated: 0, unchanged: 0, configs: 0, warnings: [] };
  const found = await readRulesFolder(folder);
  if (found.faults.length > 0) return { ...nothing, faults: found.faults };
  try {
    const done = await withTransaction(ctx, (tx) => storeAll(tx, found));
    return { ...done, warnings: markers(found) };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { ...nothing, faults: error.faults };
  }
}
