import { describe, expect, it } from 'vitest';
import { adviceOf } from '@/components/editor/language-service.fixture';
import { actionDeclarations, actionPrefix } from './action-declarations';
import { actionTemplates } from './action-templates';
import { syntaxMarker } from './markers';
import { type RunnableTrigger, runnableTriggers } from './trigger-words';

function faultsOf(trigger: RunnableTrigger, code: string, secrets: readonly string[] = []): string[] {
  const content = actionDeclarations({ secrets, modules: ['axios', 'lodash', 'async', 'crypto'] });
  return adviceOf(code, [{ path: 'action.d.ts', content }], actionPrefix(trigger));
}

const login = (body: string) => `exports.onExecutePostLogin = async (event, api) => {\n${body}\n};`;

describe('the types of Actions', () => {
  it.each(actionTemplates.map((template) => [`${template.trigger}: ${template.name}`, template] as const))(
    'find no fault in the template %s',
    (_, { trigger, script }) => {
      expect(faultsOf(trigger, script)).toEqual([]);
    },
  );

  it('know event and api of each trigger, and what one of them does not have', () => {
    expect(faultsOf('post-login', login('event.stats.logins; api.idToken.setClaim();'))).toEqual([
      expect.stringContaining("Property 'logins' does not exist"),
      expect.stringContaining("Property 'setClaim' does not exist"),
    ]);
    const machine = 'exports.onExecuteCredentialsExchange = async (event, api) => { api.idToken; };';
    expect(faultsOf('credentials-exchange', machine)).toEqual([
      expect.stringContaining("Property 'idToken' does not exist"),
    ]);
  });

  it('know the ways to ask for a second factor', () => {
    const asks = `api.multifactor.enable('any', { allowRememberBrowser: true });
      if (!event.user.enrolledFactors.length) api.authentication.enrollWith({ type: 'otp' });
      api.authentication.challengeWith({ type: 'otp' }, { additionalFactors: [{ type: 'recovery-code' }] });`;
    expect(faultsOf('post-login', login(asks))).toEqual([]);
    expect(faultsOf('post-login', login('api.multifactor.disable();'))).toEqual([
      expect.stringContaining("Property 'disable' does not exist"),
    ]);
  });

  it('know what steers the session and the refresh token', () => {
    const steer = `const { session, refresh_token } = event;
      api.session.setMetadata('device', event.request.user_agent).session.setCookieMode('non-persistent');
      if (session) api.session.setExpiresAt(Date.parse(session.created_at ?? '') + 60_000);
      if (session?.device?.initial_ip !== event.request.ip) api.session.revoke('Moved.', { preserveRefreshTokens: true });
      if (refresh_token?.metadata.device) api.refreshToken.deleteMetadata('device').refreshToken.revoke('No.');`;
    expect(faultsOf('post-login', login(steer))).toEqual([]);
    expect(
      faultsOf('post-login', login(`api.session.setExpiresAt('soon'); api.refreshToken.setCookieMode('x');`)),
    ).toEqual([
      expect.stringContaining("'string' is not assignable"),
      expect.stringContaining("Property 'setCookieMode' does not exist"),
    ]);
  });

  it('know onContinuePostLogin too', () => {
    const code = 'exports.onContinuePostLogin = async (event, api) => { api.redirect.nowhere(); };';
    expect(faultsOf('post-login', code)).toEqual([expect.stringContaining("'nowhere' does not exist")]);
  });

  it('name the secrets that are set, whatever their names, and allow others', () => {
    const code = login(
      "event.secrets.API_KEY.length + event.secrets['my-key'].length + event.secrets.OTHER;",
    );
    expect(faultsOf('post-login', code, ['API_KEY', 'my-key'])).toEqual([]);
  });

  it('say of a library that is not there that it is not there', () => {
    expect(
      faultsOf('post-login', "require('left-pad'); require('lodash@4.17.21'); require('node:crypto');"),
    ).toEqual([expect.stringContaining('"left-pad"')]);
  });

  it('stand before the code of every trigger without a line of it being theirs', () => {
    for (const trigger of runnableTriggers) expect(actionPrefix(trigger)).toMatch(/;\n$/);
  });

  it('leave alone what JavaScript allows', () => {
    const code = `const _ = require('lodash');
function log(message, extra) { console.log(message, extra); }
exports.onExecutePostLogin = async (event, api) => {
  const claims = {}; claims.a = 1;
  const all = []; all.push('x'); all.push(1);
  const user = { name: 'a' }; user.email = 'b';
  log('one'); _.get(event, 'user.email'); event.user.plan; event.user.app_metadata.a.b.c;
};`;
    expect(faultsOf('post-login', code)).toEqual([]);
  });

  it('leave TypeScript alone, and so does the parser', () => {
    const code = `import type { Event } from '@auth0/actions/post-login';
type Plan = 'free' | 'pro';
exports.onExecutePostLogin = async (event: PostLoginEvent, api: PostLoginApi): Promise<void> => {
  const plan = event.user.app_metadata.plan as Plan;
  api.idToken.setCustomClaim('https://example.com/plan', plan);
};`;
    expect(faultsOf('post-login', code)).toEqual([]);
    expect(syntaxMarker(code)).toBeNull();
  });
});
