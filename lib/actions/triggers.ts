import type { ActionTrigger } from '@/lib/rules';

/** A trigger as the contract lists it (`reference/management-api.md` 5). */
export type TriggerView = {
  id: string;
  version: string;
  status: string;
  runtimes: string[];
  default_runtime: string;
  compatible_triggers: { id: string; version: string }[];
  binding_policy: 'trigger-bound' | 'entity-bound';
};

export const runtimes = ['node12', 'node16', 'node18', 'node18-actions', 'node22'] as const;
export const defaultRuntime = 'node22';

/** Triggers whose Actions run. */
export const runnableTriggers = [
  'post-login',
  'credentials-exchange',
  'pre-user-registration',
  'post-user-registration',
  'post-change-password',
] as const satisfies readonly ActionTrigger[];

const versions: Readonly<Record<string, string>> = {
  'post-login': 'v3',
  'credentials-exchange': 'v2',
  'pre-user-registration': 'v2',
  'post-user-registration': 'v2',
  'post-change-password': 'v2',
  'send-phone-message': 'v2',
  'password-reset-post-challenge': 'v1',
  'custom-phone-provider': 'v1',
  'custom-email-provider': 'v1',
  'custom-token-exchange': 'v1',
  'event-stream': 'v1',
  'password-hash-migration': 'v1',
  'login-post-identifier': 'v1',
  'signup-post-identifier': 'v1',
};

const entityBound = new Set([
  'custom-phone-provider',
  'custom-email-provider',
  'custom-token-exchange',
  'event-stream',
]);

export const triggerIds = Object.keys(versions);

/** The trigger as one that Annex runs, or null for one whose Actions are only stored. */
export function runnableTrigger(id: string): ActionTrigger | null {
  return runnableTriggers.find((trigger) => trigger === id) ?? null;
}

/** The version that an Action is for when it does not say. */
export function triggerVersion(id: string): string {
  return versions[id] ?? 'v1';
}

/**
 * Every trigger that Actions can be for. `status` is `CURRENT` where they run, `STORED` where Annex keeps Actions and
 * bindings and calls none of them.
 */
export const triggers: readonly TriggerView[] = triggerIds.map((id) => ({
  id,
  version: triggerVersion(id),
  status: runnableTrigger(id) ? 'CURRENT' : 'STORED',
  runtimes: [...runtimes],
  default_runtime: defaultRuntime,
  compatible_triggers: [],
  binding_policy: entityBound.has(id) ? 'entity-bound' : 'trigger-bound',
}));
