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

/**
 * What an Action may use, for the editor's language service (`reference/rules.md` 2.2 and 2.3). Types guide and never
 * refuse. `secrets`: names of those that are set; `modules`: what `require` knows.
 */
export function actionDeclarations({
  secrets,
  modules,
}: {
  secrets: readonly string[];
  modules: readonly string[];
}): string {
  const members = secrets.map((name) => `  readonly ${isName(name) ? name : JSON.stringify(name)}: string;`);
  return [
    sharedTypes,
    `interface ActionSecrets {\n${members.join('\n')}\n  readonly [name: string]: string;\n}`,
    authenticatedEvent,
    machineEvent,
    registrationEvents,
    apiTypes,
    ...modules.map((name) => `declare module ${JSON.stringify(name)};`),
  ].join('\n\n');
}

/**
 * What gives the handlers of a trigger their types, before the code and never part of it: the first assignment of an
 * export decides its type, which the code's own then gets.
 */
export function actionPrefix(trigger: RunnableTrigger): string {
  const { event, api, others } = handlers[trigger];
  const type = `/** @type {(event: ${event}, api: ${api}) => any} */`;
  return [triggerWords(trigger).handler, ...others]
    .map((name) => `${type} exports.${name} = /** @type {any} */ (null);\n`)
    .join('');
}
