import { describe, expect, it } from 'vitest';
import { actionDeclarations, hiddenActionText } from '@/components/actions/action-declarations';
import { adviceOf } from '@/components/editor/language-service.fixture';
import { hiddenRuleText, ruleDeclarations } from '@/components/rules/rule-declarations';
import { metadataDeclarations } from './metadata-declarations';
import { sandboxDeclarations } from './sandbox-declarations';

const metadata = {
  user_metadata: [{ path: 'theme' }, { path: 'address.city' }, { path: 'address.zip' }, { path: 'my\\:key' }],
  app_metadata: [{ path: 'plan' }, { path: 'a\\.b.c' }, { path: '"];evil' }],
};

/** Whether the editor knows a member of a type, and does not merely allow it. */
const knows = (type: string, key: string) =>
  `type Known = { [K in keyof ${type} as string extends K ? never : K]: 1 }; const known: Known = { ${JSON.stringify(key)}: 1 };`;

const libs = [
  { path: 'rule.d.ts', content: ruleDeclarations },
  { path: 'sandbox.d.ts', content: sandboxDeclarations },
  { path: 'metadata.d.ts', content: metadataDeclarations(metadata) },
];

describe('keys of metadata in the editor', () => {
  it.each([
    ['UserMetadata', 'theme', true],
    ['UserMetadata', 'address', true],
    ['UserMetadata', 'my:key', true],
    ['UserMetadata', 'city', false],
    ['UserMetadata', 'plan', false],
    ['AppMetadata', 'plan', true],
    ['AppMetadata', 'a.b', true],
    ['AppMetadata', '"];evil', true],
  ])('of %s: %s is offered: %s', async (type, key, isOffered) => {
    const advice = await adviceOf(knows(type, key), libs);
    expect(advice.some((said) => said.includes('does not exist in type'))).toBe(!isOffered);
  });

  it('mark nothing wrong in a rule, whatever it reads and writes', async () => {
    const rule = `function (user, context, callback) {
      user.app_metadata = user.app_metadata || {};
      user.user_metadata = { theme: 1, other: [] };
      const { plan, unknown } = user.app_metadata;
      user.app_metadata.plan = { of: plan.toUpperCase(), unknown: unknown.deep.er };
      for (const city of user.user_metadata.address) context.idToken[city] = user.plan;
      callback(null, user, context);
    }`;
    expect(await adviceOf(rule, libs, hiddenRuleText)).toEqual([]);
  });

  it('mark nothing wrong in an Action, nor in a key that nobody has yet', async () => {
    const content = actionDeclarations({ trigger: 'post-login', secrets: [], modules: [], metadata });
    const code = `exports.onExecutePostLogin = async (event, api) => {
      const { theme, unknown } = event.user.user_metadata;
      api.user.setUserMetadata('theme', theme).user.setAppMetadata('new_key', unknown.deep.er);
      const key = String(event.user.app_metadata.plan);
      api.user.setUserMetadata(key, event.user.app_metadata[key]);
    };`;
    expect(await adviceOf(code, [{ path: 'action.d.ts', content }], hiddenActionText('post-login'))).toEqual(
      [],
    );
  });
});
