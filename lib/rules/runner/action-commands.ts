import { z } from 'zod';
import { metadataKey, metadataValue } from '@/lib/sessions/schemas';
import type { ActionCommand } from './action-types';
import { ProtocolError } from './protocol';
import type { Json } from './types';

const action = z.number().int().min(0).max(1_000);
const text = z.string();
// What arrives was read from JSON, so it cannot be anything else.
const json = z.custom<Json>((value) => value !== undefined);

const claim = { action, name: text, value: json };
const metadata = { action, key: text, value: json.optional() };

const lasting = <T extends string>(...names: T[]) =>
  z.enum(names.flatMap((name) => [`session.${name}` as const, `refreshToken.${name}` as const]));

const command = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('access.deny'),
    action,
    reason: text,
    code: text.optional(),
    userMessage: text.optional(),
  }),
  z.strictObject({ type: z.literal('validation.error'), action, code: text, message: text }),
  z.strictObject({ type: z.literal('idToken.setCustomClaim'), ...claim }),
  z.strictObject({ type: z.literal('accessToken.setCustomClaim'), ...claim }),
  z.strictObject({ type: z.literal('accessToken.addScope'), action, scope: text }),
  z.strictObject({ type: z.literal('accessToken.removeScope'), action, scope: text }),
  z.strictObject({ type: z.literal('user.setUserMetadata'), ...metadata }),
  z.strictObject({ type: z.literal('user.setAppMetadata'), ...metadata }),
  z.strictObject({ type: z.literal('redirect.sendUserTo'), action, url: text }),
  z.strictObject({ type: z.literal('authentication.setPrimaryUser'), action, userId: text }),
  z.strictObject({ type: z.literal('authentication.recordMethod'), action, url: text }),
  z.strictObject({
    type: z.literal('multifactor.enable'),
    action,
    provider: text,
    allowRememberBrowser: z.boolean(),
  }),
  z.strictObject({ type: z.literal('authentication.requireFactor'), action }),
  z.strictObject({
    type: z.literal('transaction.setMetadata'),
    action,
    key: text,
    value: z.union([text, z.number(), z.boolean(), z.null()]),
  }),
  z.strictObject({ type: z.literal('transaction.setTargetScopes'), action, scopes: z.array(text) }),
  z.strictObject({
    type: lasting('setMetadata'),
    action,
    key: metadataKey,
    value: metadataValue.nullable(),
  }),
  z.strictObject({ type: lasting('deleteMetadata'), action, key: metadataKey }),
  z.strictObject({ type: lasting('evictMetadata'), action }),
  z.strictObject({ type: lasting('setExpiresAt', 'setIdleExpiresAt'), action, at: z.number() }),
  z.strictObject({
    type: z.literal('session.setCookieMode'),
    action,
    mode: z.enum(['persistent', 'non-persistent']),
  }),
  z.strictObject({
    type: z.literal('session.revoke'),
    action,
    reason: text,
    preserveRefreshTokens: z.boolean(),
  }),
  z.strictObject({ type: z.literal('refreshToken.revoke'), action, reason: text }),
  z.strictObject({ type: z.literal('cache.set'), action, key: text, value: text, expires_at: z.number() }),
  z.strictObject({ type: z.literal('cache.delete'), action, key: text }),
  z.strictObject({ type: z.literal('unavailable'), action, method: text }),
]);

const output = z.strictObject({ commands: z.array(command) });

/**
 * The commands that a run left, checked one by one: the sandbox may have been taken over, so nothing in them is
 * believed beyond its shape. Throws a ProtocolError for what the sandbox's own code would not have sent.
 */
export function readCommands(left: unknown, actions: number): ActionCommand[] {
  const parsed = output.safeParse(left);
  if (!parsed.success) throw new ProtocolError('The executor sent commands of no known shape.');
  const { commands } = parsed.data;
  if (commands.some((each) => each.action >= actions))
    throw new ProtocolError('The executor sent commands of an Action that is not in the run.');
  return commands;
}
