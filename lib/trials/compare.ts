import { isDeepStrictEqual } from 'node:util';
import type { JsonObject } from '@/db/schema/columns';
import { verdictOf } from './report';
import type { TrialResult } from './run-trial';
import type { ReplayChange, ReplaySide } from './schemas';

function written({ writes, before }: TrialResult, bag: 'user_metadata' | 'app_metadata'): JsonObject {
  const own = writes.filter((write) => write.bag === bag && write.user_id === before.user.user_id);
  return Object.assign({}, ...own.map(({ patch }) => patch));
}

/** What a replay says of one run. */
export function sideOf(trial: TrialResult): ReplaySide {
  const { outcome, tokens, result } = trial;
  const verdict = verdictOf(trial);
  const went = verdict.result === 'continue' || verdict.result === 'redirect';
  const { scope, redirect } = went && outcome.kind === 'continue' ? outcome : {};
  return {
    ...verdict,
    id_token: went ? tokens.id_token.after : null,
    access_token: went ? tokens.access_token.after : null,
    ...(scope ? { scope } : {}),
    user_metadata: written(trial, 'user_metadata'),
    app_metadata: written(trial, 'app_metadata'),
    ...(redirect && verdict.result === 'redirect' ? { redirect: redirect.url } : {}),
    duration_ms: result.durationMs,
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
    if (!isDeepStrictEqual(claims(before), claims(after))) changes.push('claims');
    if (before.redirect !== after.redirect) changes.push('redirect');
  }
  const metadata = ({ user_metadata, app_metadata }: ReplaySide) => [user_metadata, app_metadata];
  if (!isDeepStrictEqual(metadata(before), metadata(after))) changes.push('metadata');
  const [then, now] = [before.duration_ms, after.duration_ms];
  if (now > 2 * then && now > then + slowerByMs) changes.push('slower');
  return changes;
}
