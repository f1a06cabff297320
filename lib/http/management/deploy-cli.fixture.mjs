// Loaded before auth0-deploy-cli, for what in it only costs time.
import { createRequire } from 'node:module';

// Its pauses are its manners (eight calls a second, a rest after a change): they take a twentieth of their time.
const times = 20;
const longestPauseMs = 5000;
const { now } = Date;
const began = now();
const wait = globalThis.setTimeout;
Date.now = () => began + (now() - began) * times;
globalThis.setTimeout = (work, ms = 0, ...given) =>
  wait(work, ms > longestPauseMs ? ms : ms / times, ...given);

// Every text of every page in every language is 20 seconds of compiling. Here nothing may name one, instead.
const { default: schema } = createRequire(import.meta.url)('auth0-deploy-cli/lib/tools/auth0/schema.js');
schema.properties.prompts = false;
