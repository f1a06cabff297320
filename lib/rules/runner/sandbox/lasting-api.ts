import type { ActionsRun } from './action-run';
import { type Area, lastingParts, type Tools, text } from './action-tools';
import { warn } from './run';

type Lasting = keyof typeof lastingParts;

/** As many texts, and as long, as the Management API takes. */
const limits = { keys: 25, characters: 255 };

const words: Record<Lasting, string> = { session: 'a session', refreshToken: 'a refresh token' };

function metadataKey(value: unknown, area: Lasting): string {
  const what = `The key of the metadata of ${words[area]}`;
  const key = text(value, what, limits.characters);
  if (!/^[^\p{Cc}\p{Cs}]*$/u.test(key)) throw new TypeError(`${what} may have no control characters.`);
  return key;
}

function metadataValue(value: unknown, area: Lasting): string | null {
  const what = `A value of the metadata of ${words[area]}`;
  if (value === null) return null;
  if (typeof value !== 'string') throw new TypeError(`${what} must be a text.`);
  if (value.length > limits.characters)
    throw new RangeError(`${what} may have ${limits.characters} characters.`);
  if (!value.isWellFormed() || value.includes('\0'))
    throw new TypeError(`${what} may hold no U+0000 and no unpaired surrogate.`);
  return value;
}

function moment(value: unknown, method: string): number {
  if (typeof value !== 'number' || !Number.isFinite(value))
    throw new TypeError(`api.${method} needs a number: milliseconds since 1970.`);
  return value;
}

const eventPart = (run: ActionsRun, area: Lasting): unknown => Object(run.start.event)[lastingParts[area]];

/** The metadata as it stands, to be changed. */
function metadataOf(run: ActionsRun, area: Lasting): Map<string, unknown> {
  run.changes[area] ??= new Map(Object.entries(Object(Object(eventPart(run, area)).metadata)));
  return run.changes[area];
}

/** The `ask` of an area. Without a browser there is no session to steer, and as at Auth0 the call has no effect. */
function askOf({ run, turn, ask, api }: Tools, area: Lasting): Tools['ask'] {
  if (area === 'refreshToken' || eventPart(run, area) !== undefined) return ask;
  return ({ type }) => {
    warn(run, turn.index, `api.${type} has no effect: this sign-in has no session.`);
    return api();
  };
}

/** What can be asked of either. */
function lastingMethods(tools: Tools, area: Lasting): Area {
  const { run, turn, api } = tools;
  const ask = askOf(tools, area);
  const change = (edit: (metadata: Map<string, unknown>) => void) => {
    if (turn.isOver()) return;
    const after = new Map(metadataOf(run, area));
    edit(after);
    if (after.size > limits.keys)
      throw new RangeError(`The metadata of ${words[area]} may have ${limits.keys} keys.`);
    run.changes[area] = after;
  };
  return {
    setMetadata(name, given) {
      const key = metadataKey(name, area);
      if (given === undefined) {
        warn(run, turn.index, `api.${area}.setMetadata has no effect without a value.`);
        return api();
      }
      const value = metadataValue(given, area);
      change((metadata) => (value === null ? metadata.delete(key) : metadata.set(key, value)));
      return ask({ type: `${area}.setMetadata`, key, value });
    },
    deleteMetadata(name) {
      const key = metadataKey(name, area);
      change((metadata) => metadata.delete(key));
      return ask({ type: `${area}.deleteMetadata`, key });
    },
    evictMetadata() {
      change((metadata) => metadata.clear());
      return ask({ type: `${area}.evictMetadata` });
    },
    setExpiresAt: (at) => ask({ type: `${area}.setExpiresAt`, at: moment(at, `${area}.setExpiresAt`) }),
    setIdleExpiresAt: (at) =>
      ask({ type: `${area}.setIdleExpiresAt`, at: moment(at, `${area}.setIdleExpiresAt`) }),
  };
}

const reasonOf = (reason: unknown) => String(reason ?? '').slice(0, 4_096);

/** `api.session`. Revoking it denies the sign-in, also where there is none. */
export function session(tools: Tools): Area {
  const ask = askOf(tools, 'session');
  return {
    ...lastingMethods(tools, 'session'),
    setCookieMode(mode) {
      if (mode !== 'persistent' && mode !== 'non-persistent')
        throw new TypeError('The mode of a cookie is "persistent" or "non-persistent".');
      return ask({ type: 'session.setCookieMode', mode });
    },
    revoke(reason, options) {
      const preserveRefreshTokens = Object(options).preserveRefreshTokens === true;
      return tools.ask({ type: 'session.revoke', reason: reasonOf(reason), preserveRefreshTokens });
    },
  };
}

/** `api.refreshToken`: of the one that is exchanged, or that this sign-in leads to. */
export function refreshToken(tools: Tools): Area {
  return {
    ...lastingMethods(tools, 'refreshToken'),
    revoke(reason) {
      if (eventPart(tools.run, 'refreshToken') === undefined)
        throw new Error('api.refreshToken.revoke can be called only while a refresh token is exchanged.');
      return tools.ask({ type: 'refreshToken.revoke', reason: reasonOf(reason) });
    },
  };
}
