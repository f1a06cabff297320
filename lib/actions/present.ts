import { isNotNull, sql } from 'drizzle-orm';
import type { AnyPgColumn } from 'drizzle-orm/pg-core';
import { actionSecrets, actions, actionVersions } from '@/db/schema';
import { bundledModules } from '@/lib/rules';
import type { ActionView, VersionView } from './schemas';

export type ActionRow = typeof actions.$inferSelect;
export type VersionRow = typeof actionVersions.$inferSelect;
type SecretNames = { name: string; updated_at: string }[];

/** Names of the secrets of an owner, with when each was set; never a value. */
const secretsOf = (owner: AnyPgColumn) => sql<SecretNames>`(
  select coalesce(jsonb_agg(jsonb_build_object('name', s.name, 'updated_at',
    to_char(s.updated_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by s.name), '[]'::jsonb)
  from ${actionSecrets} s where s.owner_id = ${owner})`;

/** Columns of a select over `actions` left-joined with the deployed version, for `presentAction`. */
export const actionColumns = {
  action: actions,
  secrets: secretsOf(actions.id).as('draft_secrets'),
  version: actionVersions,
  versionSecrets: sql<SecretNames | null>`case when ${isNotNull(actionVersions.id)} then ${secretsOf(
    actionVersions.id,
  )} end`.as('version_secrets'),
};

/** Columns of a select over `action_versions` joined with its Action, for `presentVersion`. */
export const versionColumns = {
  action: actions,
  version: actionVersions,
  secrets: secretsOf(actionVersions.id).as('version_secrets'),
};

export type SelectedAction = {
  action: ActionRow;
  secrets: SecretNames;
  version: VersionRow | null;
  versionSecrets: SecretNames | null;
};
export type SelectedVersion = { action: ActionRow; version: VersionRow; secrets: SecretNames };

/** Dependencies that the sandbox does not have. */
export function missingDependencies(dependencies: ActionRow['dependencies']): ActionRow['dependencies'] {
  const bundled: readonly string[] = bundledModules;
  return dependencies.filter(({ name }) => !bundled.includes(name));
}

function deployedVersion(action: ActionRow, version: VersionRow, secrets: SecretNames) {
  return {
    id: version.id,
    action_id: action.id,
    code: version.code,
    dependencies: version.dependencies,
    deployed: action.deployedVersionId === version.id,
    runtime: version.runtime,
    secrets,
    status: 'built' as const,
    number: version.number,
    errors: [],
    built_at: version.builtAt.toISOString(),
    created_at: version.createdAt.toISOString(),
    updated_at: version.createdAt.toISOString(),
    supported_triggers: [{ id: version.triggerId, version: version.triggerVersion }],
  };
}

function base(action: ActionRow) {
  return {
    id: action.id,
    name: action.name,
    supported_triggers: [{ id: action.triggerId, version: action.triggerVersion }],
    all_changes_deployed: action.allChangesDeployed,
    created_at: action.createdAt.toISOString(),
    updated_at: action.updatedAt.toISOString(),
  };
}

/** The contract's shape of an Action with its draft (`reference/management-api.md` 5). */
export function presentAction({ action, secrets, version, versionSecrets }: SelectedAction): ActionView {
  const failed = missingDependencies(action.dependencies).length > 0;
  return {
    ...base(action),
    code: action.code,
    dependencies: action.dependencies,
    runtime: action.runtime,
    secrets,
    ...(version ? { deployed_version: deployedVersion(action, version, versionSecrets ?? []) } : {}),
    status: failed ? 'failed' : 'built',
    built_at: action.builtAt.toISOString(),
  };
}

export function presentVersion({ action, version, secrets }: SelectedVersion): VersionView {
  return { ...deployedVersion(action, version, secrets), action: base(action) };
}
