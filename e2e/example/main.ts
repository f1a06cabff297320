import { readFileSync } from 'node:fs';
import { startExample } from './app';

/** What `npm start -- --demo` writes to the data folder. */
type Demo = {
  url: string;
  application: { client_id: string; client_secret: string; redirect_uri: string };
};

const file = process.argv[2] ?? '.annex/demo.json';
const { url, application }: Demo = JSON.parse(readFileSync(file, 'utf8'));
await startExample({
  issuer: `${url}/`,
  clientId: application.client_id,
  clientSecret: application.client_secret,
  redirectUri: application.redirect_uri,
});
console.log(`The example application is at ${new URL(application.redirect_uri).origin}`);
