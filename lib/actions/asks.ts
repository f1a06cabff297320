import type { ActionCommand, Login } from '@/lib/rules';
import { editMetadata, type Metadata, type MetadataEdit, maxMetadataKeys } from '@/lib/sessions';

/** What Actions ask of a refresh token, of several ends the earliest. Plain JSON. */
export type TokenAsks = {
  metadata?: MetadataEdit;
  /** Milliseconds since the epoch. */
  expiresAt?: number;
  /** Milliseconds from its use on, which is when the sign-in is decided: the person may have taken their time before. */
  idleMs?: number;
};

/** What Actions ask of the session. */
export type SessionAsks = TokenAsks & { cookieMode?: 'persistent' | 'non-persistent' };

/** What Actions ask of what lasts beyond the sign-in; it is done when the sign-in is decided. */
export type Asks = { session: SessionAsks; refreshToken: TokenAsks };

export const noAsks: Asks = { session: {}, refreshToken: {} };

/** What is to end with a denial. */
export type Revocations = {
  session?: { preservesRefreshTokens: boolean };
  refreshToken?: true;
};

const withKey = ({ metadata }: TokenAsks, key: string, value: string | null): TokenAsks => ({
  metadata: { evicts: metadata?.evicts ?? false, keys: { ...metadata?.keys, [key]: value } },
});

const earliest = (a: number | undefined, b: number) => Math.min(a ?? b, b);

/** What a command asks of the session or of the refresh token, on top of what was asked before. */
function asked<T extends TokenAsks>(before: T, command: ActionCommand, now: number): T {
  switch (command.type) {
    case 'session.setMetadata':
    case 'refreshToken.setMetadata':
      return { ...before, ...withKey(before, command.key, command.value) };
    case 'session.deleteMetadata':
    case 'refreshToken.deleteMetadata':
      return { ...before, ...withKey(before, command.key, null) };
    case 'session.evictMetadata':
    case 'refreshToken.evictMetadata':
      return { ...before, metadata: { evicts: true, keys: {} } };
    case 'session.setExpiresAt':
    case 'refreshToken.setExpiresAt':
      return { ...before, expiresAt: earliest(before.expiresAt, command.at) };
    case 'session.setIdleExpiresAt':
    case 'refreshToken.setIdleExpiresAt':
      return { ...before, idleMs: earliest(before.idleMs, command.at - now) };
    case 'session.setCookieMode':
      return { ...before, cookieMode: command.mode };
    default:
      return before;
  }
}

/** With what commands of `now` ask on top. Pure. */
export function asksAfter(before: Asks, commands: readonly ActionCommand[], now: Date): Asks {
  const step = <T extends TokenAsks>(asks: T, command: ActionCommand) => asked(asks, command, now.getTime());
  const of = (area: string) => commands.filter(({ type }) => type.startsWith(`${area}.`));
  return {
    session: of('session').reduce<SessionAsks>(step, before.session),
    refreshToken: of('refreshToken').reduce<TokenAsks>(step, before.refreshToken),
  };
}

/** What of a session or a refresh token is to end; of several calls the one that ends more counts. */
export function revocationsOf(commands: readonly ActionCommand[]): Revocations {
  const sessions = commands.flatMap((command) => (command.type === 'session.revoke' ? [command] : []));
  const isTokenRevoked = commands.some(({ type }) => type === 'refreshToken.revoke');
  const preservesRefreshTokens = sessions.every((command) => command.preserveRefreshTokens);
  return {
    ...(sessions.length > 0 ? { session: { preservesRefreshTokens } } : {}),
    ...(isTokenRevoked ? { refreshToken: true } : {}),
  };
}

type Known = Pick<Login, 'session' | 'refreshToken'>;

/** The metadata of session and refresh token with what was asked so far. */
export function askedMetadata({ session, refreshToken }: Known, asks: Asks): Record<keyof Asks, Metadata> {
  // Both are texts: only the Management API and Actions write them.
  const before = [session?.metadata, refreshToken?.metadata] as (Metadata | null | undefined)[];
  return {
    session: editMetadata(before[0], asks.session.metadata),
    refreshToken: editMetadata(before[1], asks.refreshToken.metadata),
  };
}

/** Why it cannot be done; null when it can. */
export function asksFault(known: Known, asks: Asks): string | null {
  const full = Object.values(askedMetadata(known, asks)).some(
    (metadata) => Object.keys(metadata).length > maxMetadataKeys,
  );
  return full ? `The metadata of a session or a refresh token may have ${maxMetadataKeys} keys.` : null;
}
