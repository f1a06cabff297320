import { isDeepStrictEqual } from 'node:util';
import type { ReplayChange, ReplaySide } from './schemas';
import { isSameSteering } from './steering';
import { type TrialEnd, written } from './trial-end';

/** What a replay says of one run. */
export function sideOf(end: TrialEnd): ReplaySide {
  const { result, error, tokens, scope, steering, redirect, durationMs } = end;
  return {
    result,
    ...(error ? { error } : {}),
    id_token: tokens.id_token.after,
    access_token: tokens.access_token.after,
    ...(scope ? { scope } : {}),
    user_metadata: written(end, 'user_metadata'),
    app_metadata: written(end, 'app_metadata'),
    ...steering,
    ...(redirect === undefined ? {} : { redirect }),
    duration_ms: durationMs,
  };
}

const goesOn = ({ result }: ReplaySide) => result === 'continue' || result === 'redirect';
const slowerByMs = 20;

/** In what the second differs from the first; nothing for the same. Pure. */
export function changesBetween(before: ReplaySide, after: ReplaySide): ReplayChange[] {
  const changes: ReplayChange[] = [];
  if (goesOn(before) && after.result === 'deny') changes.push('denied');
  if (!goesOn(before) && goesOn(after)) changes.push('allowed');
  const fails = ({ result }: ReplaySide) => result === 'error' || result === 'timeout';
  if (fails(after) && !isDeepStrictEqual(before.error, after.error)) changes.push('failed');
  if (goesOn(before) && goesOn(after)) {
    const claims = ({ id_token, access_token, scope }: ReplaySide) => [id_token, access_token, scope];
    // Who is sent away by an Action has no token yet.
    const areGranted = (before.id_token === null) === (after.id_token === null);
    if (areGranted && !isDeepStrictEqual(claims(before), claims(after))) changes.push('claims');
    if (before.redirect !== after.redirect) changes.push('redirect');
  }
  const metadata = ({ user_metadata, app_metadata }: ReplaySide) => [user_metadata, app_metadata];
  if (!isDeepStrictEqual(metadata(before), metadata(after))) changes.push('metadata');
  if (!isSameSteering(before, after)) changes.push('session');
  const [then, now] = [before.duration_ms, after.duration_ms];
  if (now > 2 * then && now > then + slowerByMs) changes.push('slower');
  return changes;
}
