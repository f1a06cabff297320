import type { Json, JsonObject } from '@/db/schema/columns';
import { type ActionCommand, type LoginContinues, maxClaimsBytes, splitClaims } from '@/lib/rules';
import { isStorableJson } from '@/lib/storable-json';

/** What the commands of a chain come to, apart from denial and redirect. */
export type LoginChanges = {
  outcome: LoginContinues;
  /** To be laid over `event.transaction.metadata`. */
  transaction: JsonObject;
  /** URLs of methods by which the person has proven themselves. */
  methods: string[];
};

type Bag = 'user_metadata' | 'app_metadata';

/** Keys of metadata to write, and which Actions asked for any. Later calls win; a call taken back is not there. */
export type MetadataPatch = { patch: Partial<Record<Bag, JsonObject>>; askedBy: number[] };

const bags: Partial<Record<ActionCommand['type'], Bag>> = {
  'user.setUserMetadata': 'user_metadata',
  'user.setAppMetadata': 'app_metadata',
};

export function metadataPatch(commands: readonly ActionCommand[]): MetadataPatch {
  const kept = { user_metadata: new Map<string, Json>(), app_metadata: new Map<string, Json>() };
  const askedBy = new Set<number>();
  for (const command of commands) {
    const bag = bags[command.type];
    if (!bag || !('key' in command)) continue;
    const value = 'value' in command ? command.value : undefined;
    if (value === undefined) kept[bag].delete(command.key);
    else kept[bag].set(command.key, value);
    askedBy.add(command.action);
  }
  const filled = Object.entries(kept).filter(([, entries]) => entries.size > 0);
  const patch = Object.fromEntries(filled.map(([bag, entries]) => [bag, Object.fromEntries(entries)]));
  return { patch, askedBy: filled.length > 0 ? [...askedBy] : [] };
}

function withClaims(
  claims: JsonObject,
  commands: readonly ActionCommand[],
  type: 'idToken.setCustomClaim' | 'accessToken.setCustomClaim',
  warnings: string[],
): JsonObject {
  const asked = commands.flatMap((command) =>
    command.type === type ? [[command.name, command.value] as const] : [],
  );
  const { kept, dropped } = splitClaims(Object.fromEntries(asked));
  for (const name of dropped) warnings.push(`api.${type}: the claim "${name}" is reserved and was dropped.`);
  return { ...claims, ...kept };
}

/** The scopes after `addScope` and `removeScope`; undefined when nobody asked for either. */
function scopesAfter(granted: readonly string[], commands: readonly ActionCommand[]): string[] | undefined {
  const scopes = new Set(granted);
  let asked = false;
  for (const command of commands) {
    if (command.type === 'accessToken.addScope') scopes.add(command.scope);
    else if (command.type === 'accessToken.removeScope') scopes.delete(command.scope);
    else continue;
    asked = true;
  }
  return asked ? [...scopes] : undefined;
}

/** The second factor that is asked for at the end: by the last word of the Actions, else by the rules. */
function factorAfter(before: LoginContinues, commands: readonly ActionCommand[]): JsonObject | undefined {
  const asked = commands.findLast((command) => command.type === 'multifactor.enable');
  if (asked?.type !== 'multifactor.enable') return before.multifactor;
  const { provider, allowRememberBrowser } = asked;
  return provider === 'none' ? undefined : { provider, allowRememberBrowser };
}

/** Why tokens may not carry these claims; null when they may. */
export function claimsFault(...tokens: JsonObject[]): string | null {
  if (!isStorableJson(tokens)) return 'A claim holds U+0000 or an unpaired surrogate.';
  const isTooLarge = tokens.some((claims) => Buffer.byteLength(JSON.stringify(claims)) > maxClaimsBytes);
  return isTooLarge ? `The custom claims of a token may hold ${maxClaimsBytes} bytes.` : null;
}

/** What the tokens say after the Actions. Pure. `granted` are the scopes of the sign-in that no rule replaced. */
export function loginChanges(
  before: LoginContinues,
  granted: readonly string[],
  commands: readonly ActionCommand[],
): LoginChanges {
  const warnings = [...before.warnings];
  const scope = scopesAfter(before.scope ?? granted, commands);
  const { multifactor: _, ...decided } = before;
  const multifactor = factorAfter(before, commands);
  const primary = commands.findLast((command) => command.type === 'authentication.setPrimaryUser');
  const metadata = commands.flatMap((command) =>
    command.type === 'transaction.setMetadata' ? [[command.key, command.value] as const] : [],
  );
  return {
    outcome: {
      ...decided,
      idTokenClaims: withClaims(before.idTokenClaims, commands, 'idToken.setCustomClaim', warnings),
      accessTokenClaims: withClaims(
        before.accessTokenClaims,
        commands,
        'accessToken.setCustomClaim',
        warnings,
      ),
      warnings,
      ...(scope ? { scope } : {}),
      ...(multifactor ? { multifactor } : {}),
      ...(primary?.type === 'authentication.setPrimaryUser' ? { primaryUser: primary.userId } : {}),
    },
    transaction: Object.fromEntries(metadata),
    methods: commands.flatMap((command) =>
      command.type === 'authentication.recordMethod' ? [command.url] : [],
    ),
  };
}
