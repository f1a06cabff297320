import { z } from 'zod';
import { jsonObject } from '@/lib/users/schemas';
import { defaultRuntime, runtimes, triggerIds } from './triggers';

export { runnableTriggers } from './triggers';

/** The limits of `reference/rules.md` 2.5 that no setting changes. */
export const actionLimits = {
  actions: 100,
  perTrigger: 20,
  versions: 50,
  dependencies: 10,
} as const;

const storable = (text: string) => text.isWellFormed() && !text.includes('\0');

export const actionName = z
  .string()
  .min(1)
  .max(128)
  .refine((text) => storable(text) && !/\p{Cc}/u.test(text), 'Control characters are not allowed');

/** How large it may be is a setting, as the number and size of secrets are. */
const code = z
  .string()
  .refine(storable, 'An Action may not contain U+0000 or an unpaired surrogate; write them as an escape');

const triggerId = z.enum(triggerIds, { error: () => `Must be one of: ${triggerIds.join(', ')}` });

const supportedTriggers = z
  .array(
    z.strictObject({
      id: triggerId,
      version: z
        .string()
        .regex(/^v[1-3]$/, 'A trigger is at v1, v2 or v3')
        .optional(),
    }),
  )
  .length(1, 'An Action is for exactly one trigger');

const dependency = z.strictObject({
  // npm's own rule for names, more or less
  name: z
    .string()
    .max(214)
    .regex(
      /^(@[a-z0-9-~][\w.~-]*\/)?[A-Za-z0-9-~][\w.~-]*$/,
      'A dependency needs the name of an npm package',
    ),
  version: z
    .string()
    .min(1)
    .max(256)
    .regex(/^[\x20-\x7e]+$/, 'A version is plain text')
    .default('latest'),
  registry_url: z.string().max(2048).refine(storable, 'Not an address').optional(),
});

const unique = (items: { name: string }[]) => new Set(items.map(({ name }) => name)).size === items.length;

const dependencies = z
  .array(dependency)
  .max(actionLimits.dependencies, `An Action may have ${actionLimits.dependencies} dependencies`)
  .refine(unique, 'Each dependency may be named once');

const secret = z.strictObject({
  name: z
    .string()
    .min(1)
    .max(128, 'The name of a secret may have 128 characters')
    .regex(/^[A-Za-z0-9_.$-]+$/, 'The name of a secret is letters, digits and _ . $ -'),
  /** Left out, the value that is stored under this name stays. */
  value: z.string().refine(storable, 'A secret may not contain U+0000 or an unpaired surrogate').optional(),
});

/** One secret of a draft; null takes it away. */
export const setSecretInput = z.strictObject({
  name: secret.shape.name,
  value: secret.shape.value.unwrap().nullable(),
});

const secrets = z.array(secret).refine(unique, 'Each secret may be named once');

const modules = z.array(z.unknown()).max(0, 'Action modules are not available in this version of Annex');

export const createActionInput = z.strictObject({
  name: actionName,
  supported_triggers: supportedTriggers,
  code: code.default(''),
  dependencies: dependencies.default([]),
  runtime: z.enum(runtimes).default(defaultRuntime),
  secrets: secrets.default([]),
  modules: modules.optional(),
  /** Deploy it as soon as it is built. */
  deploy: z.boolean().default(false),
});

export const updateActionInput = z
  .strictObject({
    name: actionName.optional(),
    supported_triggers: supportedTriggers.optional(),
    code: code.optional(),
    dependencies: dependencies.optional(),
    runtime: z.enum(runtimes).optional(),
    secrets: secrets.optional(),
    modules: modules.optional(),
  })
  .refine((patch) => Object.keys(patch).length > 0, 'At least one property is needed');

export const testActionInput = z.strictObject({ payload: jsonObject });

/** The body may be left out, as the SDKs do. */
export const deployVersionInput = z
  .strictObject({ update_draft: z.boolean().default(false) })
  .nullish()
  .transform((value) => value ?? { update_draft: false });

export const bindingsInput = z.strictObject({
  bindings: z
    .array(
      z.strictObject({
        ref: z.strictObject({
          type: z.enum(['binding_id', 'action_id', 'action_name']),
          value: z.string().min(1).max(256).refine(storable, 'Not a name or an id'),
        }),
        /** Default: the name of the Action. */
        display_name: actionName.optional(),
        /** Accepted for old clients when empty; secrets belong to Actions. */
        secrets: z.array(z.unknown()).max(0, 'Secrets belong to Actions, not to bindings').optional(),
      }),
    )
    .max(actionLimits.perTrigger, `A trigger may have ${actionLimits.perTrigger} Actions`),
});

const triggerRef = z.strictObject({ id: z.string(), version: z.string() });
const secretView = z.strictObject({ name: z.string(), updated_at: z.string() });
const dependencyView = z.strictObject({
  name: z.string(),
  version: z.string(),
  registry_url: z.string().optional(),
});

const actionBase = {
  id: z.string(),
  name: z.string(),
  supported_triggers: z.array(triggerRef),
  created_at: z.string(),
  updated_at: z.string(),
};

export const deployedVersionView = z.strictObject({
  id: z.string(),
  action_id: z.string(),
  code: z.string(),
  dependencies: z.array(dependencyView),
  deployed: z.boolean(),
  runtime: z.string(),
  secrets: z.array(secretView),
  status: z.literal('built'),
  number: z.number(),
  /** Always empty: what does not build is not deployed. */
  errors: z.array(z.strictObject({ id: z.string(), msg: z.string() })),
  built_at: z.string(),
  created_at: z.string(),
  updated_at: z.string(),
  supported_triggers: z.array(triggerRef),
});

export const versionView = deployedVersionView.extend({
  action: z.strictObject({ ...actionBase, all_changes_deployed: z.boolean() }),
});

export const actionView = z.strictObject({
  ...actionBase,
  all_changes_deployed: z.boolean(),
  code: z.string(),
  dependencies: z.array(dependencyView),
  runtime: z.string(),
  secrets: z.array(secretView),
  deployed_version: deployedVersionView.optional(),
  /** `failed`: a dependency is not there, so the draft cannot be deployed. */
  status: z.enum(['built', 'failed']),
  built_at: z.string(),
});

export const bindingView = z.strictObject({
  id: z.string(),
  trigger_id: z.string(),
  display_name: z.string(),
  action: actionView,
  created_at: z.string(),
  updated_at: z.string(),
});

export const triggerView = z.strictObject({
  id: z.string(),
  version: z.string(),
  status: z.string(),
  runtimes: z.array(z.string()),
  default_runtime: z.string(),
  compatible_triggers: z.array(triggerRef),
  binding_policy: z.string(),
});

export const executionView = z.strictObject({
  id: z.string(),
  trigger_id: z.string(),
  status: z.enum(['final', 'partial', 'suspended']),
  results: z.array(
    z.strictObject({
      action_id: z.string(),
      action_name: z.string(),
      version_id: z.string(),
      started_at: z.string(),
      ended_at: z.string(),
      error: z.strictObject({ id: z.string(), msg: z.string() }).optional(),
      logs: z.array(z.strictObject({ level: z.string(), text: z.string() })).optional(),
    }),
  ),
  created_at: z.string(),
  updated_at: z.string(),
});

/** How a draft ended on a made-up event: what it asked for, and what it wrote to the console. */
export const testReport = z.strictObject({
  status: z.enum(['success', 'failed']),
  error: z
    .strictObject({
      name: z.string(),
      message: z.string(),
      line: z.number().optional(),
      column: z.number().optional(),
    })
    .optional(),
  /** In order; nothing of it was done. */
  commands: z.array(jsonObject),
  logs: z.array(z.strictObject({ level: z.string(), text: z.string() })),
  stats: z.strictObject({ duration_ms: z.number() }),
});

export type CreateActionInput = z.input<typeof createActionInput>;
export type UpdateActionInput = z.input<typeof updateActionInput>;
export type SetSecretInput = z.input<typeof setSecretInput>;
export type BindingsInput = z.input<typeof bindingsInput>;
export type ActionView = z.infer<typeof actionView>;
export type VersionView = z.infer<typeof versionView>;
export type BindingView = z.infer<typeof bindingView>;
export type ExecutionView = z.infer<typeof executionView>;
export type ActionTestReport = z.infer<typeof testReport>;
