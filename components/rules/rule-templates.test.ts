import { beforeAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '@/components/metadata/json';
import { findTemplates } from '@/components/scripts/templates';
import { mergeMetadata } from '@/lib/metadata/merge';
import { createRule } from '@/lib/rules';
import { buildExecutor } from '@/lib/rules/runner/build';
import { parseRule } from '@/lib/rules/runner/parse-rule';
import { ruleName } from '@/lib/rules/schemas';
import { testDatabase } from '@/lib/testing';
import { createRuleTest, runRuleTests, type TestReport, testRule } from '@/lib/trials';
import { exampleTest, ruleTemplates } from './rule-templates';

const database = testDatabase();
beforeAll(async () => {
  await buildExecutor();
});

/** What all writes to one bag come to. */
const written = ({ writes }: TestReport, bag: 'user_metadata' | 'app_metadata') =>
  writes
    .filter((write) => write.bag === bag)
    .reduce<JsonObject>((all, { patch }) => mergeMetadata(all, patch as JsonObject, 'merge'), {});

describe('templates', () => {
  it('are at least twenty, each under a name of its own that a rule may have', () => {
    expect(ruleTemplates.length).toBeGreaterThanOrEqual(20);
    for (const key of ['id', 'name'] as const) {
      expect(new Set(ruleTemplates.map((template) => template[key])).size).toBe(ruleTemplates.length);
    }
    for (const { name } of ruleTemplates) expect(() => ruleName.parse(name)).not.toThrow();
  });

  it.each(ruleTemplates.map((template) => [template.name, template] as const))(
    '%s: its example passes in the real executors',
    async (_, { script, example }) => {
      expect(parseRule(script)).toMatchObject({ ok: true });
      const { expect: wanted, user, context, configuration, stubs } = example;
      const report = await testRule(database.context(), {
        script,
        user,
        network: 'stub',
        ...(context ? { context } : {}),
        ...(configuration ? { configuration } : {}),
        ...(stubs ? { stubs } : {}),
      });
      expect(report).toMatchObject({
        result: wanted.result,
        id_token: wanted.id_token ?? {},
        access_token: wanted.access_token ?? {},
      });
      expect(report.error?.message).toBe(wanted.error);
      expect(written(report, 'user_metadata')).toEqual(wanted.user_metadata ?? {});
      expect(written(report, 'app_metadata')).toEqual(wanted.app_metadata ?? {});
      expect(report.warnings).toEqual([]);
    },
  );

  it('bring their example as the first test of a rule, which passes', async () => {
    const ctx = database.context();
    for (const template of ruleTemplates) {
      const { rule } = await createRule(ctx, {
        name: template.name,
        script: template.script,
        enabled: false,
      });
      await createRuleTest(ctx, rule.id, exampleTest(template));
      const { results } = await runRuleTests(ctx, rule.id);
      expect(results).toMatchObject([{ passed: true, failures: [] }]);
    }
  });

  it('are found by words of their name, their description and their code, in any order', () => {
    const ids = (typed: string) => findTemplates(ruleTemplates, typed).map(({ id }) => id);
    expect(ids('')).toHaveLength(ruleTemplates.length);
    expect(ids('TOKENS roles')).toContain('roles');
    expect(ids('updateAppMetadata terms')).toEqual(['terms']);
    expect(ids('no such template')).toEqual([]);
  });
});
