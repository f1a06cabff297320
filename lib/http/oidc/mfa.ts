import type { Hono, Context as HonoContext } from 'hono';
import type { Context } from '@/lib/context';
import {
  invalidRequest,
  mfaAssociate,
  mfaAuthenticators,
  mfaChallenge,
  type Parameters,
  readParameters,
  removeMfaAuthenticator,
} from '@/lib/oidc';
import { bodyParameters, isJson, parseObject } from './read-parameters';

/** A list of names, which JSON has as an array, as the words that a form has. */
function asWords(name: string, value: unknown): string {
  const words: unknown[] = Array.isArray(value) ? value : [value];
  const texts = words.flatMap((word) => (typeof word === 'string' ? [word] : []));
  if (texts.length === words.length) return texts.join(' ');
  throw invalidRequest(`The parameter ${name} must be a string or an array of strings.`);
}

const lists = ['authenticator_types', 'oob_channels'];

async function associateParameters(c: HonoContext): Promise<Parameters> {
  if (!isJson(c)) return bodyParameters(c);
  const pairs = Object.entries(parseObject(await c.req.text())).map(([name, value]) => {
    if (lists.includes(name)) return [name, asWords(name, value)] as const;
    if (typeof value === 'string') return [name, value] as const;
    throw invalidRequest(`The parameter ${name} must be a string.`);
  });
  return readParameters(pairs);
}

const bearer = (c: HonoContext): string | undefined =>
  /^Bearer +(\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1];

/** `/mfa/challenge`, `/mfa/associate`, `/mfa/authenticators` and one of these (`reference/authentication-api.md` 4). */
export function mountMfa(app: Hono, contextOf: (c: HonoContext) => Context): void {
  app.post('/mfa/challenge', async (c) => {
    const parameters = await bodyParameters(c);
    const authorization = c.req.header('authorization');
    c.header('cache-control', 'no-store');
    return c.json(await mfaChallenge(contextOf(c), { parameters, authorization }));
  });
  app.post('/mfa/associate', async (c) => {
    const parameters = await associateParameters(c);
    c.header('cache-control', 'no-store');
    return c.json(await mfaAssociate(contextOf(c), { parameters, mfaToken: bearer(c) }));
  });
  app.get('/mfa/authenticators', async (c) => {
    c.header('cache-control', 'no-store');
    return c.json(await mfaAuthenticators(contextOf(c), bearer(c)));
  });
  app.delete('/mfa/authenticators/:id', async (c) => {
    c.header('cache-control', 'no-store');
    await removeMfaAuthenticator(contextOf(c), { token: bearer(c), id: c.req.param('id') });
    return c.body(null, 204);
  });
}
