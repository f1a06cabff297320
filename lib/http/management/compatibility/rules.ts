import type { DecisionGroup } from './decision';

export const rules: DecisionGroup = {
  title: 'Rules',
  decisions: [
    {
      subject: 'require of a module',
      auth0: 'Over 1,000 modules, several versions of each',
      annex:
        'The modules that public rules use, bundled, one version of each: require with another version gives that one, and a warning in the log of the run. Promises are those of Node under native-or-bluebird, and those of bluebird and q. What cannot be there (mongodb and other drivers, also as names in scope of the old sandbox) says so and names the way out.',
    },
    {
      subject: 'Network',
      auth0: 'Open',
      annex:
        'Public addresses only: a host with one address that is not public is refused, redirects too, and none from https to http. Operators allow hosts inside their network (ANNEX_EGRESS_INTERNAL) and narrow the others (ANNEX_EGRESS_ALLOW, ANNEX_EGRESS_DENY). strictSSL: false has no effect; cookie jars hold nothing; bodies come in one piece.',
    },
    {
      subject: 'AbortController and AbortSignal',
      auth0: 'Those of Node',
      annex:
        'The same, with Event, CustomEvent, EventTarget and DOMException, and no other events. fetch, node-fetch, axios, http and https take a signal: an aborted request rejects at once and its connection is closed, though it may have gone out. So is that of a request that is under way when its run is stopped, or when what runs on behind the end is out of time. The timer of AbortSignal.timeout counts among those of the run, which does not wait for it. A listener that throws fails the rule or Action.',
    },
    {
      subject: 'performance, Blob and File',
      auth0: 'Those of Node',
      annex:
        'performance has now() and timeOrigin, in the whole milliseconds of Date, and neither marks nor measures. Blob and File are those of Node without stream(), for there are no streams of the web: the body of a response comes in one piece, by text(), json(), arrayBuffer(), bytes() and blob().',
    },
    {
      subject: 'jose',
      auth0: 'Versions 2 to 5',
      annex:
        'Version 6, with all that it signs, seals and reads, and createRemoteJWKSet through the network of scripts; not compressed JWE, for which Node has streams.',
    },
    {
      subject: 'Web Crypto',
      auth0: 'That of Node',
      annex:
        'The same, in the global crypto (which is Node\'s module too) and in require("crypto"): HMAC, AES in all its modes, RSA, ECDSA and ECDH on P-256, P-384 and P-521, Ed25519, X25519, PBKDF2 and HKDF; not Ed448 and X448. The work is done at once and nothing could interrupt it, so it is bounded: PBKDF2 to 1,000,000 iterations and 1,500,000 over all blocks of a key (a third of that for SHA-384 and SHA-512, a fifth for SHA-3 and BLAKE; the same for what an encrypted private key asks for, and one whose cost cannot be read is refused), RSA keys that are made to 3,072 bits and others to 8,192, data to about 3 MB.',
    },
    {
      subject: 'require("auth0")',
      auth0: 'The version that is asked for',
      annex:
        'One for versions 2 to 7, in rules and Actions: what public code calls for users, roles, organizations, jobs, tickets, clients, connections and logs, by all names that it has had, with arguments as members of one object or each by itself. An answer is the body, has itself as data and the status beside it; list gives pages. AuthenticationClient has the grants, sign-up, change of password and passwordless starts.',
    },
    {
      subject: 'ManagementClient with auth0.accessToken',
      auth0: 'read:users and update:users, over HTTP',
      annex:
        'The same rights, without a request. Metadata that it writes names the rule in the history; other changes name the client "rules". link_with is refused.',
    },
    {
      subject: 'context.multifactor',
      auth0: 'Asks for a second factor',
      annex:
        'The same, with a code of an authenticator app or a recovery code: any, guardian and google-authenticator are fulfilled by either. duo and every other provider deny the sign-in: nobody comes in with less than a rule asked for. allowRememberBrowser lasts 30 days, also for prompt=none; ignoreCookie asks every time.',
    },
    {
      subject: 'TypeScript',
      auth0: 'None',
      annex:
        'An extension: source that is not JavaScript is read as TypeScript, and its types are taken out without moving a line. Types are not checked; enums, namespaces and casts in angle brackets are refused.',
    },
    {
      subject: 'Limits of rules and Actions',
      auth0: '20 seconds, 100 kB of code; 30 secrets of 4,096 characters for an Action',
      annex:
        'The same, as settings (ANNEX_RULES_…, ANNEX_ACTION_…), beside CPU, memory, output, calls, requests, timers, console output, and 100 configuration values of 16 kB. Each has an error of its own, which names the limit and its setting.',
    },
    {
      subject: 'POST /rules/test',
      auth0: 'Only in the dashboard, with a made-up user',
      annex:
        'An extension (update:rules): a script, a saved rule or the pipeline over a stored user, a made-up one or a recorded sign-in, by the same runner as sign-ins. It writes nothing; the network is off, answered by stubs, or allowed for the run; configuration values are placeholders unless the real ones are asked for. Its pipeline is of rules alone; that of POST /actions/test goes on to the Actions.',
    },
    {
      subject: '/rules/{id}/tests',
      auth0: 'None',
      annex:
        'An extension: saved tests of a rule, and /rules/{id}/tests/run. npm run rules:test runs those of the whole tenant, or those that lie beside code in a folder, and ends with 1 when one fails. The console runs them before it deploys a draft; PATCH /rules stays immediate.',
    },
    {
      subject: 'POST /actions/test and /actions/actions/{id}/tests',
      auth0: 'A draft on a made-up event (/actions/actions/{id}/test, which Annex has too)',
      annex:
        'Extensions (update:actions), for Actions of every trigger that runs: code, a draft or the whole pipeline over what the trigger is about. That is, for post-login, a stored user, a made-up one or a recorded sign-in, also behind a redirect, and the pipeline has its rules (then also read:rules); for post-user-registration and post-change-password a stored user or a made-up one; for pre-user-registration a made-up one; for credentials-exchange an application, with audience and scopes in event. Nothing is written; secrets are placeholders unless the real ones are asked for, which takes create:actions, the right to deploy. A saved test expects what its trigger can leave, and is else refused by name: tokens, scopes and metadata of post-login, the access token of credentials-exchange, metadata of pre-user-registration. A trial stays with whoever signed in: a primary user is told of and not followed.',
    },
    {
      subject: '/replays',
      auth0: 'None',
      annex:
        'An extension: a draft of a rule (update:rules) or an Action (update:actions) over up to 10,000 recorded sign-ins or users of a search, beside the live pipeline over the same; with read:rules and read:users, for Actions also read:actions. Answers 202 and runs in the background; /replays/{id}/cases has what would differ. Nothing is written; real values that it was given are masked in what it keeps. It goes with its job (ANNEX_JOBS_KEEP_HOURS).',
    },
    {
      subject: 'Saved tests and people',
      auth0: '',
      annex:
        'A test of a rule or Action that holds a copy of a profile is erased with that user; one that names a user_id stays, and fails.',
    },
    {
      subject: '/sign-ins',
      auth0: 'None',
      annex:
        'An extension (read:rules and read:users, both): what rules and Actions were given and did in each sign-in, without secrets, for sign_in_retention_days (7 unless it is set in the tenant settings; 0 keeps none). /sign-ins/{id}/explanation runs the versions of then again, without network, and tells which of which rule or Action set which claim, and where that value stood in its input.',
    },
    {
      subject: 'Versions and drafts',
      auth0: 'A save overwrites what is live',
      annex:
        'The same in the API. Every save is kept as a version; drafts are of the console and run in no sign-in.',
    },
  ],
};
