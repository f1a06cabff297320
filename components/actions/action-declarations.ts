import type { HiddenText } from '@/components/editor/hidden-text';
import {
  metadataDeclarations,
  nothingObserved,
  type ObservedPaths,
} from '@/components/scripts/metadata-declarations';
import { sandboxDeclarations } from '@/components/scripts/sandbox-declarations';
import { apiTypes } from './action-api-types';
import { authenticatedEvent, machineEvent, registrationEvents, sharedTypes } from './action-event-types';
import { type RunnableTrigger, runnableTriggers, triggerWords } from './trigger-words';

/** The types of `event` and `api` of each trigger, and its second handler where it has one. */
const handlers: Record<RunnableTrigger, { event: string; api: string; others: readonly string[] }> = {
  'post-login': { event: 'PostLoginEvent', api: 'PostLoginAPI', others: ['onContinuePostLogin'] },
  'credentials-exchange': { event: 'CredentialsExchangeEvent', api: 'CredentialsExchangeAPI', others: [] },
  'pre-user-registration': { event: 'PreUserRegistrationEvent', api: 'PreUserRegistrationAPI', others: [] },
  'post-user-registration': {
    event: 'PostUserRegistrationEvent',
    api: 'PostUserRegistrationAPI',
    others: [],
  },
  'post-change-password': { event: 'PostChangePasswordEvent', api: 'PostChangePasswordAPI', others: [] },
};

const isName = (key: string) => /^[A-Za-z_$][\w$]*$/.test(key);

/** `require` of what is there, of whatever version, and of Node's modules under their other name. */
function requireDeclaration(modules: readonly string[]): string {
  const names = modules.map((name) => JSON.stringify(name)).join(' | ');
  return `type ActionModule = ${names || 'never'};
declare function require(name: ActionModule | \`\${ActionModule}@\${string}\` | \`node:\${ActionModule}\` | \`\${ActionModule}/\${string}\`): any;`;
}

/** What a module exports, and the name that public code has for the event of the trigger which it is for. */
function moduleDeclaration(trigger: RunnableTrigger | null): string {
  const { event, api, others } = trigger ? handlers[trigger] : { event: '', api: '', others: [] };
  const names = trigger ? [triggerWords(trigger).handler, ...others] : [];
  const members = names.map((name) => `${name}?: (event: ${event}, api: ${api}) => any; `);
  const exported = `declare const exports: { ${members.join('')}[name: string]: any };
declare const module: { exports: typeof exports };`;
  return trigger ? `${exported}\ntype Event = ${event};` : exported;
}

/** Triggers that Annex keeps Actions of and does not run: whatever they are given may be anything. */
const keptApis: Readonly<Record<string, string>> = {
  'custom-email-provider': 'CustomEmailProviderAPI',
  'custom-phone-provider': 'CustomPhoneProviderAPI',
  'custom-token-exchange': 'CustomTokenExchangeAPI',
  'event-stream': 'EventStreamAPI',
  'password-reset-post-challenge': 'PasswordResetPostChallengeAPI',
  'send-phone-message': 'SendPhoneMessageAPI',
};

/** Auth0's own package, which public code takes types from: every version of a trigger, as published and as source. */
function publicModules(): string {
  const running = runnableTriggers.map((trigger) => ({ trigger, ...handlers[trigger] }));
  const kept = Object.entries(keptApis).map(([trigger, api]) => ({ trigger, event: 'any', api }));
  const declared = [...running, ...kept].flatMap(({ trigger, event, api }) =>
    ['', 'src/'].flatMap((folder) =>
      ['', '/v1', '/v2', '/v3'].map(
        (version) => `declare module '@auth0/actions/${folder}${trigger}${version}' {
  export type Event = ${event};
  type Api = ${event === 'any' ? event : api};
  export type { Api as ${api} };
}`,
      ),
    ),
  );
  return [...declared, "declare module '@auth0/actions';", "declare module '@auth0/actions/*';"].join('\n');
}

/**
 * What an Action may use, for the editor's language service (`reference/rules.md` 2.2 and 2.3). Types guide and never
 * refuse. `trigger`: null for one that Annex does not run; `secrets`: names of those that are set; `modules`: what
 * `require` knows; `metadata`: what users have.
 */
export function actionDeclarations({
  trigger,
  secrets,
  modules,
  metadata = nothingObserved,
}: {
  trigger: RunnableTrigger | null;
  secrets: readonly string[];
  modules: readonly string[];
  metadata?: ObservedPaths;
}): string {
  const members = secrets.map((name) => `  readonly ${isName(name) ? name : JSON.stringify(name)}: string;`);
  return [
    sharedTypes,
    metadataDeclarations(metadata),
    `interface ActionSecrets {\n${members.join('\n')}\n  readonly [name: string]: string;\n}`,
    authenticatedEvent,
    machineEvent,
    registrationEvents,
    apiTypes,
    sandboxDeclarations,
    moduleDeclaration(trigger),
    requireDeclaration(modules),
    ...modules.map((name) => `declare module ${JSON.stringify(name)};`),
    publicModules(),
  ].join('\n\n');
}

const documented = ['Event', ...Object.values(handlers).flatMap(({ event, api }) => [event, api])];

/**
 * What gives the handlers of a trigger their types, in whatever way they are written, and never is part of the code. It
 * reads all code as a module, whose names are its own: `const crypto = require('crypto')`.
 */
export function hiddenActionText(trigger: RunnableTrigger | null): HiddenText {
  const prefix = 'export {};\n';
  if (!trigger) return { prefix };
  const { event, api, others } = handlers[trigger];
  const names = [triggerWords(trigger).handler, ...others];
  return { prefix, parameters: Object.fromEntries(names.map((name) => [name, [event, api]])), documented };
}
