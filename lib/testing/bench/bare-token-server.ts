import { createServer } from 'node:http';
import { generateKeyPair, SignJWT } from 'jose';

/** The yardstick of the client_credentials grant: read the form, compare the secret, sign one RS256 token. */
const { privateKey } = await generateKeyPair('RS256');

async function token(form: URLSearchParams): Promise<string> {
  if (form.get('client_secret') !== 'bench-secret') throw new Error('invalid_client');
  const accessToken = await new SignJWT({
    scope: 'read:users',
    azp: form.get('client_id') ?? '',
    gty: 'client-credentials',
  })
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: 'bench' })
    .setIssuer('http://localhost/')
    .setSubject(`${form.get('client_id')}@clients`)
    .setAudience('http://localhost/api/v2/')
    .setIssuedAt()
    .setExpirationTime('24h')
    .sign(privateKey);
  return JSON.stringify({
    access_token: accessToken,
    token_type: 'Bearer',
    expires_in: 86_400,
    scope: 'read:users',
  });
}

const server = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk: Buffer) => {
    body += chunk.toString();
  });
  request.on('end', () => {
    token(new URLSearchParams(body)).then(
      (answer) => {
        response.setHeader('content-type', 'application/json');
        response.end(answer);
      },
      () => {
        response.statusCode = 401;
        response.end();
      },
    );
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  console.log(address !== null && typeof address === 'object' ? address.port : '');
});
