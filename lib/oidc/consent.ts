import type { KnownClient } from '@/lib/clients';
import type { Context } from '@/lib/context';
import { hasConsented } from '@/lib/sessions';
import type { ConsentStep } from './consent-step.types';
import { OAuthError } from './errors';
import type { Issuance, Issued } from './issue';

/** What of an issuance decides whether its person is asked. */
export type Asking = Pick<Issuance, 'client' | 'audience' | 'interaction' | 'protocol' | 'prompt'>;

/** What the application gets to use, also where rules gave it more than it asked for. */
export function handedOut({ scope, claims }: ConsentStep['grant']): string[] {
  return [...new Set([...scope, ...(claims.scope ?? [])])];
}

/** Whether people are asked before this application gets anything of theirs. */
export const needsConsent = ({ isFirstParty, internal }: KnownClient): boolean => !isFirstParty && !internal;

/**
 * What was granted, unless the person must say first whether they want it: to an application of somebody else, for
 * what they have not let it have before, and to any that asks for the question (`prompt=consent`, OpenID Connect Core
 * section 3.1.2.4). A refresh goes by what was said at its sign-in. One statement, and none for one's own applications.
 */
export async function afterConsent(ctx: Context, asking: Asking, issued: Issued): Promise<Issued> {
  const { client, audience, interaction, protocol, prompt = [] } = asking;
  if (issued.kind !== 'granted' || client.internal || protocol === 'oauth2-refresh-token') return issued;
  const { scope, claims, methods, asks, user, writes, executions } = issued;
  const grant = { scope, claims, methods, asks };
  if (!prompt.includes('consent')) {
    if (!needsConsent(client)) return issued;
    const consent = { userId: user.userId, clientId: client.clientId, audience };
    if (await hasConsented(ctx, consent, handedOut(grant))) return issued;
  }
  if (interaction !== 'possible') {
    const error = new OAuthError('consent_required', 'Consent required');
    return { kind: 'refused', error, user, writes, executions, asks };
  }
  return { kind: 'consent', grant, user, writes, executions, asks };
}
