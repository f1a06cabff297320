import { describe, expect, it } from 'vitest';
import { adviceOf } from '@/components/editor/language-service.fixture';
import { metadataDeclarations, nothingObserved } from '@/components/scripts/metadata-declarations';
import { sandboxDeclarations } from '@/components/scripts/sandbox-declarations';
import type { TestReport } from '@/lib/trials/schemas';
import { failureMarker, syntaxMarker } from './markers';
import { configurationDeclaration, hiddenRuleText, ruleDeclarations } from './rule-declarations';
import { ruleTemplates } from './rule-templates';

describe('syntaxMarker', () => {
  it('is silent for a rule', () => {
    expect(syntaxMarker('// a\nfunction (user, context, callback) {\n callback(null); }')).toBeNull();
  });

  it('points at the line of the rule itself', () => {
    expect(syntaxMarker('function (user, context, callback) {\n  callback(null, ;\n}')).toMatchObject({
      line: 2,
      column: 18,
    });
  });
});

describe('types of rules', () => {
  const libs = [
    { path: 'annex/rule.d.ts', content: ruleDeclarations },
    { path: 'annex/sandbox.d.ts', content: sandboxDeclarations },
    { path: 'annex/configuration.d.ts', content: configurationDeclaration(['API_KEY']) },
    { path: 'annex/metadata.d.ts', content: metadataDeclarations(nothingObserved) },
  ];
  const advice = (script: string) => adviceOf(script, libs, hiddenRuleText);

  it.each(ruleTemplates.map(({ name, script }) => [name, script] as const))(
    'find nothing wrong with the template %s',
    async (_, script) => {
      expect(await advice(script)).toEqual([]);
    },
  );

  it('know user, context and callback', async () => {
    const script = 'function (user, context, callback) { callback(1, user, context); }';
    expect(await advice(script)).toEqual([expect.stringContaining("'number' is not assignable")]);
  });

  it('leave alone what JavaScript allows, and what earlier rules may have changed', async () => {
    const script = `function (user, context, callback) {
  const age = new Date() - new Date(user.created_at);
  const wait = () => new Promise((resolve) => setTimeout(() => resolve(), age >= '1' ? 1 : 2));
  const ask = new Promise((resolve) => request('https://a.test', (e, r, body) => resolve(body)));
  const empty = () => ({ found: [], later: null });
  const parser = new xmldom.DOMParser();
  context.idToken.scope = context.accessToken.scope.join(' ');
  ask.then((body) => wait().then(() => callback(null, { ...empty(), id: body.id.length }, { idToken: parser })));
}`;
    expect(await advice(script)).toEqual([]);
  });

  it('leave a rule in TypeScript alone, and so does the parser', async () => {
    const script = `async (user: RuleUser, context: RuleContext, callback: RuleCallback): Promise<void> => {
  const plan = user.app_metadata?.plan as string | undefined;
  context.idToken['https://example.com/plan'] = plan ?? 'free';
  callback(null, user, context);
}`;
    expect(await advice(script)).toEqual([]);
    expect(syntaxMarker(script)).toBeNull();
    expect(syntaxMarker(script.replace('callback(null', 'callback(null ;'))).toMatchObject({ line: 4 });
  });
});

describe('failureMarker', () => {
  const report = {
    error: { name: 'TypeError', message: 'x is not a function', rule_id: 'rul_1', line: 3, column: 5 },
  } as TestReport;

  it('stands where the run stopped', () => {
    expect(failureMarker(report, ['rul_1'])).toMatchObject({ line: 3, column: 5 });
  });

  it('is not shown for an error of another rule, without a line, or without a run', () => {
    expect(failureMarker(report, ['rul_2'])).toBeNull();
    expect(failureMarker({ ...report, error: { name: 'E', message: 'm' } }, ['rul_1'])).toBeNull();
    expect(failureMarker(null, ['rul_1'])).toBeNull();
  });
});
