import { describe, expect, it } from 'vitest';
import { adviceOf, hoverOf, markersOf, offersOf } from '@/components/editor/language-service.fixture';
import { actionDeclarations, hiddenActionText } from './action-declarations';
import { actionTemplates } from './action-templates';
import { syntaxMarker } from './markers';
import { type RunnableTrigger, runnableTriggers, triggerWords } from './trigger-words';

function libsOf(trigger: RunnableTrigger | null, secrets: readonly string[] = []) {
  const content = actionDeclarations({
    trigger,
    secrets,
    modules: ['@auth0/actions', 'axios', 'lodash', 'async', 'crypto'],
  });
  return [{ path: 'action.d.ts', content }];
}

const faultsOf = (trigger: RunnableTrigger | null, code: string, secrets: readonly string[] = []) =>
  adviceOf(code, libsOf(trigger, secrets), hiddenActionText(trigger));

const login = (body: string) => `exports.onExecutePostLogin = async (event, api) => {\n${body}\n};`;

const lacks = (...names: string[]) =>
  names.map((name) => expect.stringContaining(`Property '${name}' does not exist`));

describe('the types of Actions', () => {
  it.each(actionTemplates.map((template) => [`${template.trigger}: ${template.name}`, template] as const))(
    'find no fault in the template %s',
    async (_, { trigger, script }) => {
      expect(await faultsOf(trigger, script)).toEqual([]);
    },
  );

  it('know event and api of each trigger, and what one of them does not have', async () => {
    const code = login('event.stats.logins; api.idToken.setClaim();');
    expect(await faultsOf('post-login', code)).toEqual(lacks('logins', 'setClaim'));
    const machine = 'exports.onExecuteCredentialsExchange = async (event, api) => { api.idToken; };';
    expect(await faultsOf('credentials-exchange', machine)).toEqual(lacks('idToken'));
  });

  it('know the ways to ask for a second factor', async () => {
    const asks = `api.multifactor.enable('any', { allowRememberBrowser: true });
      if (!event.user.enrolledFactors.length) api.authentication.enrollWith({ type: 'otp' });
      api.authentication.challengeWith({ type: 'otp' }, { additionalFactors: [{ type: 'recovery-code' }] });`;
    expect(await faultsOf('post-login', login(asks))).toEqual([]);
    expect(await faultsOf('post-login', login('api.multifactor.disable();'))).toEqual(lacks('disable'));
  });

  it('know what steers the session and the refresh token', async () => {
    const steer = `const { session, refresh_token } = event;
      api.session.setMetadata('device', event.request.user_agent).session.setCookieMode('non-persistent');
      if (session) api.session.setExpiresAt(Date.parse(session.created_at ?? '') + 60_000);
      if (session?.device?.initial_ip !== event.request.ip) api.session.revoke('Moved.', { preserveRefreshTokens: true });
      if (refresh_token?.metadata.device) api.refreshToken.deleteMetadata('device').refreshToken.revoke('No.');`;
    expect(await faultsOf('post-login', login(steer))).toEqual([]);
    const wrong = login(`api.session.setExpiresAt('soon'); api.refreshToken.setCookieMode('x');`);
    expect(await faultsOf('post-login', wrong)).toEqual([
      expect.stringContaining("'string' is not assignable"),
      ...lacks('setCookieMode'),
    ]);
  });

  it('know what there is, on every level, and that Annex leaves out what Auth0 has', async () => {
    const wrong = login(`event.usr; event.user.emial; event.user.identities[0].conection; event.session.idd;
      event.refresh_token.rotatingg; event.transaction.stat; event.request.geoip.country; event.client.nam;
      event.authentication.risk; event.connection.nam; event.resource_server.id; api.acess; api.authentication.ask;
      api.samlResponse.attribute; api.cache.set('a', 'b').kind;`);
    const names = [...wrong.matchAll(/\.(\w+)(?=;)/g)].map(([, name = '']) => name);
    expect(names).toHaveLength(15);
    expect(await faultsOf('post-login', wrong)).toEqual(lacks(...names));
    const right =
      login(`event.organization?.display_name; event.transaction.correlation_id; event.custom_domain?.domain;
      event.authentication?.riskAssessment?.assessments.NewDevice?.code; event.request.geoip.cityName;
      api.samlResponse.setAttribute('a', 'b'); api.prompt.render('form'); event.user.enrolledFactors?.length;`);
    expect(await faultsOf('post-login', right)).toEqual([]);
    const about = await hoverOf(right, 'event.', libsOf('post-login'), hiddenActionText('post-login'));
    expect(about).toMatchObject({
      text: 'organization',
      explains: expect.stringContaining('in Annex it is absent'),
    });
  });

  it('have on the root of the user what users have in app_metadata', async () => {
    const metadata = {
      user_metadata: [{ path: 'theme' }],
      app_metadata: [{ path: 'plan.name' }, { path: 'email' }],
    };
    const content = actionDeclarations({ trigger: 'post-login', secrets: [], modules: [], metadata });
    const libs = [{ path: 'action.d.ts', content }];
    const code = login('event.user.plan.name.x; event.user.email; event.user.theme; event.user.paln;');
    expect(await adviceOf(code, libs, hiddenActionText('post-login'))).toEqual(lacks('theme', 'paln'));
  });

  it('name the secrets that are set, whatever their names, and allow others', async () => {
    const code = login(
      "event.secrets.API_KEY.length + event.secrets['my-key'].length + event.secrets.OTHER;",
    );
    expect(await faultsOf('post-login', code, ['API_KEY', 'my-key'])).toEqual([]);
  });

  it('say of a library that is not there that it is not there', async () => {
    const code = "require('left-pad'); require('lodash@4.17.21'); require('node:crypto');";
    expect(await faultsOf('post-login', code)).toEqual([expect.stringContaining('"left-pad"')]);
  });

  it('leave alone what JavaScript allows', async () => {
    const code = `const _ = require('lodash'); const crypto = require('crypto'); const { URL } = _;
function log(message, extra) { console.log(message, extra); }
class Event { }
exports.onExecutePostLogin = async (event, api) => {
  const claims = {}; claims.a = 1;
  const all = []; all.push('x'); all.push(1);
  const user = { name: 'a' }; user.email = 'b';
  log('one'); _.get(event, 'user.email'); event.user.app_metadata.a.b.c;
};`;
    expect(await faultsOf('post-login', code)).toEqual([]);
  });

  it('know nothing of a trigger that Annex does not run, but that its code is a module', async () => {
    const code = 'exports.onExecuteCustomPhoneProvider = async (event, api) => { event.any; api.thing(); };';
    expect(await faultsOf(null, code)).toEqual([]);
  });
});

describe('a handler has the types of its trigger', () => {
  const waysToExport = (name: string, body: string): Record<string, string> => ({
    'a member of exports': `exports.${name} = async (event, api) => { ${body} };`,
    'a member of module.exports': `module.exports.${name} = async function (event, api) { ${body} };`,
    'an object': `module.exports = { ${name}: async (event, api) => { ${body} } };`,
    'a method of an object': `module.exports = { async ${name}(event, api) { ${body} } };`,
    'an object of names': `const ${name} = async (event, api) => { ${body} };\nmodule.exports = { ${name} };`,
    'an exported constant': `export const ${name} = async (event, api) => { ${body} };`,
    'an exported constant in parentheses': `export const ${name} = (async (event, api) => { ${body} });`,
    'an exported function': `export async function ${name}(event, api) { ${body} }`,
    'an exported function in TypeScript': `export async function ${name}(event, api): Promise<void> { ${body} }`,
    'a function that is exported later': `async function handle(event, api) { ${body} }\nexport { handle as ${name} };`,
    'a function that is assigned later': `const handle = function (event, api) { ${body} };\nexports.${name} = handle;`,
    'one with defaults': `export const ${name} = async (event = null, api = undefined) => { ${body} };`,
    'one that gathers': `export const ${name} = async (...[event, api]) => { ${body} };`,
  });

  const ways = runnableTriggers.flatMap((trigger) => {
    const names = [
      triggerWords(trigger).handler,
      ...(trigger === 'post-login' ? ['onContinuePostLogin'] : []),
    ];
    return names.flatMap((name) =>
      Object.entries(waysToExport(name, 'event.tenant.idd; api.cache.gett;')).map(
        ([way, code]) => [`${name} as ${way}`, trigger, code] as const,
      ),
    );
  });

  it.each(ways)('%s', async (_, trigger, code) => {
    const marked = await markersOf(code, libsOf(trigger), hiddenActionText(trigger));
    expect(marked.map(({ text, at }) => [text, at])).toEqual([
      ['idd', code.indexOf('idd')],
      ['gett', code.indexOf('gett')],
    ]);
  });

  it('whichever of its parameters it names', async () => {
    const hidden = hiddenActionText('post-login');
    for (const code of [
      'export const onExecutePostLogin = event => { event.stats.wrong; };',
      'export const onExecutePostLogin = async event => event.stats.wrong;',
      'export const onExecutePostLogin = async ({ stats }) => stats.wrong;',
      'export const onExecutePostLogin = async ({ stats: { wrong } }, api) => wrong;',
      'export function onExecutePostLogin(_event, { cache: { wrong } }) {}',
    ])
      expect(await markersOf(code, libsOf('post-login'), hidden)).toMatchObject([{ text: 'wrong' }]);
    expect(await faultsOf('post-login', 'export const onExecutePostLogin = async () => {};')).toEqual([]);
  });

  it('but where its author gave it others', async () => {
    const own = `type Mine = { mine: string };
export const onExecutePostLogin = async (event: Mine, api) => { event.mine; event.user; api.cache.gett; };
export const onContinuePostLogin: (event: any, api: any) => void = (event, api) => { event.x; api.y; };`;
    expect(await faultsOf('post-login', own)).toEqual(lacks('user', 'gett'));
  });

  it('and one inside of another function, or of another trigger, has none', async () => {
    const code = `export function other() { const onExecutePostLogin = (event) => event.any; return onExecutePostLogin; }
export const onExecuteCredentialsExchange = async (event, api) => { event.any; };`;
    expect(await faultsOf('post-login', code)).toEqual([]);
  });

  it('and tells them where one points at it, and offers what they have', async () => {
    const code = 'export const onExecutePostLogin = async (event, api) => {\n  event.stats.; api;\n};';
    const all = [libsOf('post-login'), hiddenActionText('post-login')] as const;
    expect(await hoverOf(code, 'async (', ...all)).toMatchObject({
      text: 'event',
      says: '(parameter) event: PostLoginEvent',
    });
    expect(await hoverOf(code, '.; ', ...all)).toMatchObject({
      text: 'api',
      says: '(parameter) api: PostLoginAPI',
    });
    expect(await offersOf(code, 'event.stats.', ...all)).toEqual(['logins_count']);
    const bare = 'export const onExecutePostLogin = event => event;';
    expect(await hoverOf(bare, ' = ', ...all)).toMatchObject({ text: 'event' });
  });
});

describe('Actions as they are written for Auth0', () => {
  const typed = (trigger: RunnableTrigger, from: string, api: string) =>
    `import type { Event, ${api} } from '${from}';
export const ${triggerWords(trigger).handler} = async (event: Event, api: ${api}) => { event.tenant.idd; api.cache.gett; };`;

  it.each([
    ['post-login', 'PostLoginAPI'],
    ['credentials-exchange', 'CredentialsExchangeAPI'],
    ['pre-user-registration', 'PreUserRegistrationAPI'],
    ['post-user-registration', 'PostUserRegistrationAPI'],
    ['post-change-password', 'PostChangePasswordAPI'],
  ] as const)('take the types of %s from where public code takes them', async (trigger, api) => {
    for (const version of ['', '/v1', '/v2', '/v3'])
      for (const folder of ['', 'src/'])
        expect(
          await faultsOf(trigger, typed(trigger, `@auth0/actions/${folder}${trigger}${version}`, api)),
        ).toEqual(lacks('idd', 'gett'));
    const commented = `/**
 * @param {Event} event - Details about it.
 * @param {${api}} api - Interface whose methods change it.
 */
exports.${triggerWords(trigger).handler} = async (event, api) => { helper(event, api); };
/**
 * @param {import('@auth0/actions/${trigger}/v1').Event} event
 * @param {${api}} api
 */
function helper(event, api) { event.tenant.idd; api.cache.gett; }`;
    expect(await faultsOf(trigger, commented)).toEqual(lacks('idd', 'gett'));
  });

  it('have what they take from elsewhere, or say otherwise, as anything', async () => {
    const code = `import type { Event } from '@auth0/actions/custom-token-exchange/v1';
/** @import {Event, PostLoginAPI} from "@auth0/actions/post-login/v3" */
/** @param {object} event @param {string=} other @param {Missing} more @param {import('nowhere').Type} last */
const log = (event, other, more, last) => { event.any; other.thing; more.too; last.as.well; };
export const helper = (event: Event) => event.any;
exports.onExecutePostLogin = async (event) => log(event);`;
    expect(await faultsOf('post-login', code)).toEqual([]);
  });

  it('may give requests up, and take their types without saying that they are types', async () => {
    const code = `import { Event, PostLoginAPI } from '@auth0/actions/post-login/v3';
export const onExecutePostLogin = async (event: Event, api: PostLoginAPI): Promise<void> => {
  const controller = new AbortController();
  const signal: AbortSignal = AbortSignal.any([controller.signal, AbortSignal.timeout(500)]);
  signal.addEventListener('abort', () => controller.abort(new DOMException('enough', 'AbortError')), { once: true });
  signal.throwIfAborted();
  await fetch('https://example.com', { signal });
  controller.cancel(); event.tenant.idd;
};`;
    expect(await faultsOf('post-login', code)).toEqual(lacks('cancel', 'idd'));
    expect(syntaxMarker(code)).toBeNull();
    const keys = `const key = await crypto.subtle.importKey('raw', new Uint8Array(32), 'AES-GCM', false, ['encrypt']);
      key.usages.length; crypto.createHash('sha256'); crypto.getRandomValues(new Uint8Array(1)).length; key.secret; crypto.subtle.hash;
      new File([new Blob(['a'])], 'a.txt').name; new CustomEvent('a', { detail: 1 }); performance.now().toFixed(); performance.mark;`;
    expect(await faultsOf('post-login', login(keys))).toEqual(lacks('secret', 'hash', 'mark'));
    const event = "new EventTarget().dispatchEvent(new Event('x', { cancelable: true })); event.tenant.idd;";
    expect(await faultsOf('post-login', login(event))).toEqual(lacks('idd'));
  });

  it('may be in TypeScript, with our names of the types too, and so says the parser', async () => {
    const code = `import type { Event } from '@auth0/actions/post-login';
type Plan = 'free' | 'pro';
exports.onExecutePostLogin = async (event: PostLoginEvent, api: PostLoginAPI): Promise<void> => {
  const plan = event.user.app_metadata.plan as Plan;
  api.idToken.setCustomClaim('https://example.com/plan', plan);
};`;
    expect(await faultsOf('post-login', code)).toEqual([]);
    expect(syntaxMarker(code)).toBeNull();
  });
});
