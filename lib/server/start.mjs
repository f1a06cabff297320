// What `npm start` runs. Plain JavaScript that an old Node can read, so that it can say what is wrong.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const neededMajor = 24;
const help = `Starts Annex: database, console, sign-in pages and APIs on one port.

  npm start                  at http://localhost:3000
  npm start -- --demo        with a demo tenant of 10,000 users
  npm start -- --https       at https://localhost:3000, with a certificate made for this machine
  PORT=8080 npm start        on another port

All settings: see the README.
`;

/** Ends with a sentence instead of a stack. */
function refuse(sentence) {
  console.error(`\n${sentence}\n`);
  process.exit(1);
}

function checkNode() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major >= neededMajor) return;
  refuse(
    `Annex needs Node ${neededMajor} or newer, and this is Node ${process.versions.node}.\n` +
      'On Linux and Windows `npm install` brings it and `npm start` uses it: run both in this folder.\n' +
      'Elsewhere install it from https://nodejs.org and start again.',
  );
}

function checkInstalled() {
  if (existsSync(new URL('../../node_modules/esbuild', import.meta.url))) return;
  refuse(
    'The packages that Annex needs are not installed. Run `npm install` in this folder and start again.',
  );
}

function readFlags(given) {
  if (given.includes('--help') || given.includes('-h')) {
    console.log(help);
    process.exit(0);
  }
  const unknown = given.find((flag) => flag !== '--demo' && flag !== '--https');
  if (unknown) refuse(`Annex does not know "${unknown}".\n\n${help}`);
  if (given.includes('--https')) process.env.ANNEX_HTTPS = '1';
}

checkNode();
checkInstalled();
readFlags(process.argv.slice(2));
process.env.NODE_ENV = 'production';
// Only the server itself, which takes a moment; it has the pages built while it starts the database.
const buildScript = fileURLToPath(new URL('build.mjs', import.meta.url));
const built = spawnSync(process.execPath, [buildScript, 'server'], { stdio: 'inherit' });
if (built.status !== 0) process.exit(built.status ?? 1);
await import(new URL('../../dist/main.mjs', import.meta.url).href);
