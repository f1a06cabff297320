import { beforeAll, describe, expect, it } from 'vitest';
import { findTemplates } from '@/components/scripts/templates';
import { createAction } from '@/lib/actions';
import { actionName } from '@/lib/actions/schemas';
import { testActions } from '@/lib/rules/runner/actions.fixture';
import { buildExecutor } from '@/lib/rules/runner/build';
import { parseAction } from '@/lib/rules/runner/parse-action';
import { testDatabase } from '@/lib/testing';
import { createActionTest, runActionTests } from '@/lib/trials';
import {
  actionTemplates,
  emptyTemplateId,
  exampleTest,
  templateGroups,
  templatesOf,
} from './action-templates';
import type { ActionExample } from './templates/types';
import { runnableTriggers, triggerWords } from './trigger-words';

const { run } = testActions();
const database = testDatabase();
beforeAll(async () => {
  await buildExecutor();
});

/** The network of an example: its answers and nothing else. */
const networkOf =
  ({ stubs = [] }: ActionExample) =>
  async ({ url }: { url: string }) => {
    const stub = stubs.find((each) => each.url === url);
    if (!stub) throw new Error(`There is no answer for ${url}`);
    const body = Buffer.from(JSON.stringify(stub.body)).toString('base64');
    const headers: [string, string][] = [['content-type', 'application/json']];
    return { url, redirected: false, status: stub.status ?? 200, statusText: '', headers, body };
  };

describe('templates of Actions', () => {
  it('are more than ten besides the empty ones, each with an id of its own and a name that an Action may have', () => {
    expect(actionTemplates.filter(({ id }) => !id.startsWith('empty-')).length).toBeGreaterThan(10);
    expect(new Set(actionTemplates.map(({ id }) => id)).size).toBe(actionTemplates.length);
    for (const { name } of actionTemplates) expect(() => actionName.parse(name)).not.toThrow();
  });

  it('are there for every trigger that runs, the empty one first, under groups that are shown', () => {
    for (const trigger of runnableTriggers) {
      const [first, ...others] = templatesOf(trigger);
      expect(first?.id).toBe(emptyTemplateId(trigger));
      expect(others.length).toBeGreaterThan(0);
      for (const { script, group } of templatesOf(trigger)) {
        expect(script).toContain(`exports.${triggerWords(trigger).handler} = `);
        expect(templateGroups).toContain(group);
      }
    }
  });

  it.each(actionTemplates.map((template) => [`${template.trigger}: ${template.name}`, template] as const))(
    '%s: its example passes in the real executors',
    async (_, { script, trigger, example }) => {
      expect(parseAction(script)).toMatchObject({ ok: true });
      const result = await run(script, {
        trigger,
        event: example.event,
        secrets: example.secrets ?? {},
        fetch: networkOf(example),
      });
      expect(result).toMatchObject({ kind: 'continue', commands: example.expect.commands });
      expect(result.requests.map(({ method, url }) => `${method} ${url}`)).toEqual(
        example.expect.requests ?? [],
      );
      expect(result.logs).toEqual([]);
    },
  );

  it('bring their example as the first test of an Action, which passes', async () => {
    const ctx = database.context();
    for (const [index, template] of actionTemplates.entries()) {
      const { id } = await createAction(ctx, {
        name: `${index} ${template.name}`.slice(0, 128),
        code: template.script,
        supported_triggers: [{ id: template.trigger }],
      });
      await createActionTest(ctx, id, exampleTest(template));
      const { results } = await runActionTests(ctx, id);
      expect(results, template.name).toMatchObject([{ passed: true, failures: [] }]);
    }
  });

  it('are found by words of their name and their code', () => {
    const ids = (typed: string) => findTemplates(templatesOf('post-login'), typed).map(({ id }) => id);
    expect(ids('tokens roles')).toContain('roles');
    expect(ids('validateToken')).toEqual(['progressive-profile']);
  });
});
