import { env } from '@/lib/env';
import { managementApp } from './index';

const description = `The Management API of Annex, with Auth0's contract: what is listed here is what it answers, since both are made
from the same declarations. Get a token from \`/oauth/token\` by client credentials for the audience \`/api/v2/\`.`;

/** The API as OpenAPI 3.1, read off the declarations of its routes. */
export function managementDocument() {
  return managementApp().getOpenAPI31Document({
    openapi: '3.1.0',
    info: { title: 'Annex Management API', version: '2', description },
    servers: [{ url: env().ANNEX_URL }],
  });
}
