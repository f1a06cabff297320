import { type Difference, diffJson } from '@/components/metadata/diff-json';
import { isObject, isSameJson, type Json } from '@/components/metadata/json';
import type { Cause, RecordedActor } from '@/lib/actor';

export type Change = { before?: Json; after?: Json };
export type Changes = { [key: string]: Change };

/** One entry of a user's history as the console shows it. */
export type HistoryEntry = {
  version: number;
  at: string;
  /** Who did it, in words. */
  actor: string;
  /** Where the actor can be looked at. */
  actorHref: string | null;
  cause: Cause;
  changes: Changes;
};

/** Keys of history that no restore touches. */
const lasting = /^(password|linked_to|identities)(\.|$)/;

/**
 * What bringing a user back to the version below the oldest row would change, from the rows above it, newest first.
 * Passwords and linked accounts are never among it; keys that would end as they are now are left out.
 */
export function restoreChanges(rows: readonly { changes: Changes }[]): Changes {
  const total: Changes = {};
  for (const { changes } of rows) {
    for (const [key, change] of Object.entries(changes)) {
      const now = Object.hasOwn(total, key) ? total[key] : { before: change.after };
      total[key] = { ...side('before', now?.before), ...side('after', change.before) };
    }
  }
  return Object.fromEntries(
    Object.entries(total).filter(
      ([key, { before, after }]) => !lasting.test(key) && !isSameJson(before, after),
    ),
  );
}

function side<K extends 'before' | 'after'>(key: K, value: Json | undefined): Change {
  return value === undefined ? {} : { [key]: value };
}

const causes: Record<Cause, string> = {
  console: 'in the console',
  api: 'by the Management API',
  self: 'on the profile page',
  signup: 'at sign-up',
  rule: 'at a sign-in',
  action: 'at a sign-in',
  import: 'by an import',
  restore: 'by restoring an earlier version',
  system: '',
};

/** How a change came about, to follow the actor's name. */
export function describeCause(cause: Cause): string {
  return causes[cause];
}

/** Names of the actors of a history, where they are people or applications that can be looked up. */
export type Names = { users: Record<string, string>; clients: Record<string, string> };

/** Who did it, in words, and where to look at them. */
export function describeActor(actor: RecordedActor, names: Names): { name: string; href: string | null } {
  switch (actor.type) {
    case 'admin':
    case 'self':
      return {
        name: names.users[actor.userId] ?? actor.userId,
        href: `/console/users/${encodeURIComponent(actor.userId)}`,
      };
    case 'client':
      return {
        name: names.clients[actor.clientId] ?? actor.clientId,
        href: `/console/applications/${encodeURIComponent(actor.clientId)}`,
      };
    case 'rule':
      return {
        name: `Rule ${actor.ruleName} (version ${actor.ruleVersion})`,
        href: `/console/rules/${encodeURIComponent(actor.ruleId)}`,
      };
    case 'action': {
      const names = actor.actions.map(({ name, version }) => `${name} (version ${version})`);
      return { name: `${names.length > 1 ? 'Actions' : 'Action'} ${names.join(', ')}`, href: null };
    }
    case 'job':
      return { name: `Job ${actor.kind}`, href: null };
    case 'system':
      return { name: `Annex (${actor.reason})`, href: null };
  }
}

/** A key of history as it is shown: `user_metadata.plan` in two parts, root fields in one. */
export function keyPath(key: string): string[] {
  const dot = key.indexOf('.');
  return dot === -1 ? [key] : [key.slice(0, dot), key.slice(dot + 1)];
}

/** Changes of history as differences to list; the password, which has no sides, is left out. */
export function toDifferences(changes: Changes): Difference[] {
  return Object.entries(changes)
    .filter(([, { before, after }]) => before !== undefined || after !== undefined)
    .flatMap(([key, { before, after }]) =>
      isObject(before) && isObject(after)
        ? diffJson(before, after, keyPath(key))
        : [{ path: keyPath(key), before, after }],
    );
}
