import type { z } from 'zod';
import { unmetExpectations } from '@/lib/trials/expectations';
import { inParallel } from '@/lib/trials/in-parallel';
import { actionReport, testReport } from '@/lib/trials/schemas';
import { type ManagementCalls, Refused } from './management-client';
import type { ScriptFile, ScriptsFolder } from './scripts-folder';
import { listActions, listRules } from './tenant-scripts';
import { type TestedAll, type TestedCase, toldOf } from './tested';

const atOnce = 4;

type Ids = { rule: Map<string, string>; action: Map<string, string> };

/** Ids of what the tenant has under the names of the folder: in a pipeline the code takes its place. */
async function idsOf(api: ManagementCalls, { scripts }: ScriptsFolder): Promise<Ids> {
  const needs = (kind: ScriptFile['kind']) =>
    scripts.some((script) => script.kind === kind && script.tests.some(({ pipeline }) => pipeline));
  const byName = (list: { id: string; name: string }[]) => new Map(list.map(({ id, name }) => [name, id]));
  return {
    rule: byName(needs('rule') ? await listRules(api) : []),
    action: byName(needs('action') ? await listActions(api) : []),
  };
}

/** Of the run that a report tells of: what tests look at. */
function endOf(report: z.output<typeof testReport> | z.output<typeof actionReport>) {
  const { result, error, tokens, writes, scope, duration_ms } = report;
  const userId = 'before' in report ? String(report.before.user.user_id) : (report.user_id ?? '');
  return {
    result,
    ...(error ? { error } : {}),
    userId,
    tokens,
    writes,
    ...(scope ? { scope } : {}),
    durationMs: duration_ms,
  };
}

async function runOne(
  api: ManagementCalls,
  script: ScriptFile,
  test: ScriptFile['tests'][number],
  id: string | undefined,
): Promise<TestedCase> {
  const { name, expect, pipeline = false, stubs = [], ...subject } = test;
  const network = stubs.length > 0 ? 'stub' : 'off';
  const common = { ...subject, pipeline, stubs, network };
  const place = pipeline && id !== undefined ? id : undefined;
  try {
    const report =
      script.kind === 'rule'
        ? await api.call('POST', '/rules/test', testReport, {
            ...common,
            script: script.code,
            rule_id: place,
          })
        : await api.call('POST', '/actions/test', actionReport, {
            ...common,
            code: script.code,
            trigger: script.trigger,
            action_id: place,
          });
    const failures = unmetExpectations(expect, endOf(report));
    return { name, passed: failures.length === 0, failures, ...toldOf(report) };
  } catch (error) {
    if (!(error instanceof Refused) || error.status === 403) throw error;
    return { name, passed: false, failures: [`It could not run: ${error.message}`] };
  }
}

/** Runs the code of a folder with its tests. Throws ServerProblem, and Refused where the caller may not. */
export async function testFolder(api: ManagementCalls, folder: ScriptsFolder): Promise<TestedAll> {
  const ids = await idsOf(api, folder);
  const notes = folder.scripts
    .filter(({ tests }) => tests.length === 0)
    .map(({ file }) => `${file} has no tests.`);
  const scripts = [];
  for (const script of folder.scripts.filter(({ tests }) => tests.length > 0)) {
    const { kind, name, file } = script;
    const id = ids[kind].get(name);
    const tests = await inParallel(script.tests, atOnce, (test) => runOne(api, script, test, id));
    scripts.push({ kind, name, file, tests });
  }
  return { scripts, faults: folder.faults, notes };
}
