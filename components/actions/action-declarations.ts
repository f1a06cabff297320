import {
  metadataDeclarations,
  nothingObserved,
  type ObservedPaths,
} from '@/components/scripts/metadata-declarations';
import { sandboxDeclarations } from '@/components/scripts/sandbox-declarations';
import { apiTypes } from './action-api-types';
import { authenticatedEvent, machineEvent, registrationEvents, sharedTypes } from './action-event-types';
import { type RunnableTrigger, triggerWords } from './trigger-words';

/** The types of `event` and `api` of each trigger, and its second handler where it has one. */
const handlers: Record<RunnableTrigger, { event: string; api: string; others: readonly string[] }> = {
  'post-login': { event: 'PostLoginEvent', api: 'PostLoginApi', others: ['onContinuePostLogin'] },
  'credentials-exchange': { event: 'MachineEvent', api: 'MachineApi', others: [] },
  'pre-user-registration': { event: 'PreRegistrationEvent', api: 'PreRegistrationApi', others: [] },
  'post-user-registration': { event: 'PostRegistrationEvent', api: 'CacheApi', others: [] },
  'post-change-password': { event: 'ChangePasswordEvent', api: 'CacheApi', others: [] },
};

const isName = (key: string) => /^[A-Za-z_$][\w$]*$/.test(key);

/** `require` of what is there, of whatever version, and of Node's modules under their other name. */
function requireDeclaration(modules: readonly string[]): string {
  const names = modules.map((name) => JSON.stringify(name)).join(' | ');
  return `type ActionModule = ${names || 'never'};
declare function require(name: ActionModule | \`\${ActionModule}@\${string}\` | \`node:\${ActionModule}\` | \`\${ActionModule}/\${string}\`): any;`;
}

/**
 * What an Action may use, for the editor's language service (`reference/rules.md` 2.2 and 2.3). Types guide and never
 * refuse. `secrets`: names of those that are set; `modules`: what `require` knows; `metadata`: what users have.
 */
export function actionDeclarations({
  secrets,
  modules,
  metadata = nothingObserved,
}: {
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
    requireDeclaration(modules),
    ...modules.map((name) => `declare module ${JSON.stringify(name)};`),
    // Types of Auth0's own that Actions in TypeScript import.
    "declare module '@auth0/actions';\ndeclare module '@auth0/actions/*';",
  ].join('\n\n');
}

/**
 * What gives the handlers of a trigger their types, before the code and never part of it. A module with `export` has no
 * use for it.
 */
export function actionPrefix(trigger: RunnableTrigger): string {
  const { event, api, others } = handlers[trigger];
  const members = [triggerWords(trigger).handler, ...others].map(
    (name) => `${name}?: (event: ${event}, api: ${api}) => any; `,
  );
  return `declare const exports: { ${members.join('')}[name: string]: any }; declare const module: { exports: typeof exports };\n`;
}
