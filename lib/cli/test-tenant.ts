import { actionTestRun, ruleTestRun } from '@/lib/trials/schemas';
import { type ManagementCalls, Refused } from './management-client';
import { listActions, listRules, type Named } from './tenant-scripts';
import { type Tested, type TestedAll, toldOf } from './tested';

async function testSaved(api: ManagementCalls, kind: Tested['kind'], { id, name }: Named): Promise<Tested> {
  const place = kind === 'rule' ? `/rules/${id}` : `/actions/actions/${id}`;
  const schema = kind === 'rule' ? ruleTestRun : actionTestRun;
  const { results } = await api.call('POST', `${place}/tests/run`, schema, {});
  const tests = results.map(({ name: test, passed, failures, report }) => ({
    name: test,
    passed,
    failures,
    ...(report ? toldOf(report) : {}),
  }));
  return { kind, name, id, tests };
}

/** Runs all saved tests of the tenant. Who may not test Actions tests rules alone. Throws ServerProblem, Refused. */
export async function testTenant(api: ManagementCalls): Promise<TestedAll> {
  const scripts: Tested[] = [];
  const notes: string[] = [];
  for (const rule of await listRules(api)) scripts.push(await testSaved(api, 'rule', rule));
  try {
    for (const action of await listActions(api)) scripts.push(await testSaved(api, 'action', action));
  } catch (error) {
    if (!(error instanceof Refused) || error.status !== 403) throw error;
    notes.push(`Actions were left out: ${error.message}.`);
  }
  return { scripts: scripts.filter(({ tests }) => tests.length > 0), faults: [], notes };
}
