/** What a team that comes from Auth0 should know: where the contract is silent and Annex decided, or differs on purpose. */
export type Decision = { subject: string; auth0: string; annex: string };

export type DecisionGroup = { title: string; decisions: Decision[] };

/** By subject, in the order of the reference page. */
export const decisions: DecisionGroup[] = [
  {
    title: 'The API as a whole',
    decisions: [
      {
        subject: 'Rate limits',
        auth0: '2 to 16 calls a second by plan',
        annex:
          'A bucket of 2,000 calls for each application or user, refilled by 500 a second (ANNEX_API_BURST, ANNEX_API_RATE); the same headers, and Retry-After on a 429. Each server process counts for itself.',
      },
      {
        subject: 'Lists past 1,000 records',
        auth0: 'Refused with invalid_paging',
        annex: 'Answered: no list has a wall.',
      },
      {
        subject: 'Concurrent edits',
        auth0: 'The last write wins',
        annex: 'ETag and If-Match on users and rules; 412 with the current state.',
      },
      {
        subject: 'Bodies',
        auth0: 'JSON, and form-encoded on most writes',
        annex: 'JSON only. A member that is given twice is refused.',
      },
      {
        subject: 'Browser calls',
        auth0: 'From the allowed origins of the application',
        annex:
          'The same: allowed origins, web origins and the origins of callbacks. Preflights are answered for every origin, since they carry no token.',
      },
      {
        subject: 'A resource that Annex does not speak',
        auth0: '',
        annex: '403 insufficient_scope, which is true: no token can hold its scope. The list is below.',
      },
    ],
  },
  {
    title: 'Users and metadata',
    decisions: [
      {
        subject: 'Search',
        auth0: 'Eventual, 1,000 results, nothing but equality on metadata',
        annex:
          'Current the moment a write returns, no wall. Extensions: ranges and wildcards on metadata, metadata in any case (user_metadata.color~:BLUE), roles:admin (by name or id), sort by declared keys of metadata.',
      },
      {
        subject: 'strict_search in the tenant settings',
        auth0: '',
        annex:
          'Ours, off by default. On, searches are refused where Auth0 refuses them: past record 1,000 (invalid_paging; totals stop there too), every extension above, and from and take.',
      },
      {
        subject: 'search_sort_keys in the tenant settings',
        auth0: 'Metadata cannot be sorted by',
        annex:
          'Ours: up to five keys such as user_metadata.age, by which users can then be sorted; each gets an index. Booleans come before numbers, numbers before text; users without a value come last.',
      },
      {
        subject: 'Search: NOT, AND, OR; several words; 36 and "36"; a date in part',
        auth0: 'Unspecified',
        annex:
          'NOT binds before AND, AND before OR; words side by side are joined by OR; a number and its text are found alike; a month or day stands for all of it.',
      },
      {
        subject: 'Search: conditions on an array of objects',
        auth0: 'Flattened',
        annex: 'The same: two conditions may be met by two elements.',
      },
      {
        subject: 'Search: queries that cannot be read',
        auth0: '400 invalid_query_string',
        annex: 'The same, and beside the message position, found, expected and, for a field, suggestion.',
      },
      {
        subject: 'Search: ~, ^, ? and /regular expressions/',
        auth0: 'Unspecified',
        annex: '400 that says what to write instead.',
      },
      {
        subject: 'organization_id in a search',
        auth0: 'Members of it',
        annex: 'Nobody: Annex has no organizations yet.',
      },
      {
        subject: 'Search: limits',
        auth0: '2 seconds; 414 for long queries',
        annex:
          '2 seconds, then 503 with advice; addresses of 12,288 characters (414); 8,192 characters, 200 conditions, 20 wildcards, 32 levels of parentheses, 16 ranges on metadata. Text over 200 characters is found whole or by its beginning in any case form.',
      },
      {
        subject: 'Metadata of a user',
        auth0: '10 kB',
        annex: '64 kB for both bags, 20 levels deep; the error says which key.',
      },
      {
        subject: 'PATCH with an unknown member',
        auth0: 'Unspecified',
        annex: '400 that names it, so that a typing error loses nothing.',
      },
      {
        subject: 'user_metadata: null',
        auth0: 'Reported to clear',
        annex: 'Clears, as {} does.',
      },
      {
        subject: 'A connection that no application may use',
        auth0: 'It takes no new users, e-mail addresses or passwords',
        annex:
          'The same for applications: 400 operation_not_supported. Administrators at the console, imports and people with a ticket are not bound, since Annex’s own client uses every connection.',
      },
      {
        subject: 'Administrators',
        auth0: 'Apart from the tenant',
        annex:
          'Users of the tenant, kept in a table that no API, rule or import can write. Machine clients cannot change what signs an administrator in, nor delete one.',
      },
    ],
  },
  {
    title: 'Applications',
    decisions: [
      {
        subject: 'Fields that Annex does not act on',
        auth0: 'Stored and acted on',
        annex:
          'Stored and given back unchanged: addons (encrypted), organizations, mobile, native social login, back-channel logout, token quotas, session transfer, the custom login page and more. grant_types may name ways to a token that Annex does not have.',
      },
      {
        subject: 'Fields that would promise protection that Annex does not give',
        auth0: '',
        annex:
          'Refused with 400: proof of possession, signed request objects, FAPI profiles, client certificates, ID tokens signed by PS256 or RS512. require_pushed_authorization_requests is kept and closes /authorize for the application, since there is nowhere to push a request to.',
      },
      {
        subject: 'is_first_party: false',
        auth0: 'The person is asked for consent',
        annex: 'Kept, and a filter of the list; there is no consent page, so nobody is asked.',
      },
      {
        subject: 'Callback and logout addresses',
        auth0: 'Wildcards for subdomains, placeholders for organizations',
        annex: 'Compared letter for letter; an entry with a wildcard is kept and matches only itself.',
      },
      {
        subject: 'token_endpoint_auth_method that is not given',
        auth0: 'Unspecified',
        annex: 'none for spa and native applications, a secret for all others.',
      },
      {
        subject: 'client_id and client_secret on POST',
        auth0: 'client_id is given by Auth0',
        annex: 'Both may be given (an extension), so that an application that moves keeps its credentials.',
      },
      {
        subject: 'Who is shown the secret, encryption_key and signing_keys',
        auth0: 'read:client_keys or read:client_credentials',
        annex:
          'read:client_keys; the answers to creation and rotation show the secret to whoever may make it. client_authentication_methods: either scope. read:client_summary: client_id, name, description, app_type.',
      },
      {
        subject: 'private_key_jwt',
        auth0: 'Two credentials; assertions to the issuer or the token endpoint',
        annex:
          'Ten credentials, RS256, RS384 or PS256, RSA of 2048 bits and more. An assertion is good once and for an hour at most; with it no secret is. A credential that is in use cannot be deleted; one that is missing answers 404.',
      },
      {
        subject: 'PATCH of objects',
        auth0: 'client_metadata is merged by key',
        annex:
          'So are jwt_configuration and refresh_token; every other object is replaced whole. null removes a field.',
      },
      {
        subject: 'The global client',
        auth0: 'An ordinary client in most ways',
        annex: 'Only its sign-in page can be changed; it has no secret and never gets a token.',
      },
      {
        subject: 'q and external_client_id of the list',
        auth0: 'Organizations; metadata documents',
        annex: '400: Annex has neither.',
      },
    ],
  },
  {
    title: 'APIs, client grants, roles and permissions',
    decisions: [
      {
        subject: 'signing_alg of an API',
        auth0: 'HS256, RS256, RS512, PS256',
        annex:
          'RS256, RS512 and PS256, all by the tenant’s RSA keys; HS256 is refused with 400, since it needs a secret that every holder can sign with. The published keys name an algorithm as soon as an API uses it.',
      },
      {
        subject: 'token_lifetime_for_web and skip_consent_for_verifiable_first_party_clients',
        auth0: 'For implicit and hybrid flows; for the consent page',
        annex: 'Kept and shown. Annex has neither those flows nor that page.',
      },
      {
        subject:
          'Newer members of an API (token_encryption, proof_of_possession, subject_type_authorization …)',
        auth0: '',
        annex: 'Accepted with the value that says what Annex does anyhow; any other is refused by name.',
      },
      {
        subject: 'The Management API as an API',
        auth0: 'Mostly not to be changed',
        annex:
          'Its two lifetimes and skip_consent can be changed; everything else, and deleting it, is 400 operation_not_supported.',
      },
      {
        subject: 'Grants of Management API scopes that Annex does not know',
        auth0: '',
        annex:
          'Accepted, stored and shown back, so that an import goes through; no token carries them. They count as soon as a version of Annex knows the scope. A scope that one of your own APIs lacks is refused with 400.',
      },
      {
        subject: 'subject_type, organization_usage, allow_any_organization, default_for of a grant',
        auth0: 'Grants for users, for organizations, for third-party clients',
        annex: 'client, deny and false are accepted, any other is refused by name; allow_all_scopes works.',
      },
      {
        subject: 'A scope that an API loses, or an API that is deleted',
        auth0: 'Unspecified',
        annex:
          'Taken from every role, user and grant in the same transaction: one made later under its name starts with nobody. Refresh tokens for a deleted API end, also when one is made under its name.',
      },
      {
        subject: 'enforce_policies',
        auth0: 'Scopes are cut to the user’s permissions; scopes set by an Action win',
        annex: 'The same, at each sign-in and each refresh. The Management API never enforces.',
      },
      {
        subject: 'permissions in the tokens of an application',
        auth0: 'The granted scopes',
        annex: 'The same, where the API enforces and its dialect ends in _authz.',
      },
      {
        subject: 'Permissions of the Management API in a role',
        auth0: 'Reach the Dashboard and user tokens in part',
        annex:
          'Kept and shown, without effect: a person’s token for it carries only the scopes over themselves, and administrators of the console are kept apart.',
      },
      {
        subject: 'Limits (1,000 roles, 50 roles of a user, 1,000 permissions of a role and of a user)',
        auth0: '403',
        annex: '403 too_many_entities that names the limit. At most 1,000 ids or permissions a call.',
      },
      {
        subject: 'Who may give roles and permissions',
        auth0: 'By scope',
        annex: 'By scope, any one of those listed; never a rule, a job or a person’s own token.',
      },
      {
        subject: 'A role or permission that a user does not have, on DELETE',
        auth0: '204 for permissions',
        annex: '204 for both. On POST an unknown role is 404 without a code.',
      },
      {
        subject: 'effective-roles and effective-permissions',
        auth0: 'Through groups too',
        annex:
          'Without groups: sources are direct, or direct and roles. The scopes are those of the plain lists.',
      },
    ],
  },
  {
    title: 'Accounts of a user',
    decisions: [
      {
        subject: 'Linking takes along',
        auth0: 'Unspecified',
        annex: 'Everything that is linked to the secondary already. A blocked secondary is refused.',
      },
      {
        subject: 'Administrators',
        auth0: '',
        annex: 'No API token links, unlinks or deletes an administrator; no machine lifts their blocks.',
      },
      {
        subject: 'link_with',
        auth0: 'An ID token of the secondary',
        annex:
          'The same; refused when it is from before the last change of the password. A person must use it.',
      },
      {
        subject: 'null for name, nickname …',
        auth0: 'Allowed for some connections',
        annex: '400 that names the fields, but for users of identity providers that are not synchronised.',
      },
      {
        subject: 'Brute-force blocks',
        auth0: '30 days',
        annex: '15 minutes for a name from one address; a /64 of IPv6 is one address.',
      },
      {
        subject: 'take and from on GET /users',
        auth0: 'Not offered',
        annex:
          'Keyset paging, an extension; it wins over page numbers and totals. Dotted paths work in fields.',
      },
      {
        subject: 'Second factors',
        auth0: '',
        annex:
          'Authenticator apps (TOTP) and one recovery code; no SMS, e-mail, push, WebAuthn or Duo, and no way to make one by the API. Removing the app removes the recovery code. Those of an administrator are changed in the console only. multifactor and guardian_authenticators are not on a user.',
      },
    ],
  },
  {
    title: 'Connections',
    decisions: [
      {
        subject: 'Strategies',
        auth0: 'Many',
        annex:
          'Users sign in through databases only. Others are stored whole and sealed, never offered, and a request that names one gets a clear error.',
      },
      {
        subject: 'Who may use a connection',
        auth0: 'Clients that are enabled',
        annex: 'The same. A new client may use every connection there is; a new connection is open to none.',
      },
      {
        subject: 'Scripts of a custom database',
        auth0: 'All run',
        annex:
          'login and get_user run in the sandbox, without a network; the others are kept. No script signs an administrator in.',
      },
      {
        subject: 'DELETE of a connection with users',
        auth0: 'Deletes the users',
        annex: 'The same, in one statement; 403 while an administrator is among them.',
      },
      {
        subject: 'options',
        auth0: 'Shown',
        annex: 'With read:connections_options only.',
      },
    ],
  },
  {
    title: 'Jobs',
    decisions: [
      {
        subject: 'Import files',
        auth0: '500 kB, a JSON array',
        annex:
          'As large as ANNEX_IMPORT_MAX_MB says; NDJSON and gzip too; an import goes on where a crash ended it.',
      },
      {
        subject: 'Upsert',
        auth0: 'create:users',
        annex: 'Needs update:users too.',
      },
      {
        subject: 'States',
        auth0: 'pending, completed, failed',
        annex: 'The same three; pending until the end.',
      },
      {
        subject: 'Exports',
        auth0: '',
        annex:
          'q narrows one to a search (an extension). Text in CSV has a quote in front, against formulas. location is good for a minute and new at each GET.',
      },
      {
        subject: 'Completion mail',
        auth0: 'To the owners of the tenant',
        annex:
          'To each administrator of the console who has an address and is not blocked, completed or failed, in words of our own; without a mail provider it is in the outbox.',
      },
    ],
  },
  {
    title: 'Rules',
    decisions: [
      {
        subject: 'require of a module',
        auth0: 'Over 1,000 modules, several versions of each',
        annex:
          'The modules that public rules use, bundled, one version of each: require with another version gives that one, and a warning in the log of the run. What cannot be there (mongodb and other drivers) says so and names the way out.',
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
          'The same, with Event, EventTarget and DOMException, and no other events. fetch, node-fetch, axios, http and https take a signal: an aborted request rejects at once, though it may have gone out. The timer of AbortSignal.timeout counts among those of the run, which does not wait for it. A listener that throws fails the rule or Action.',
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
  },
  {
    title: 'Actions',
    decisions: [
      {
        subject: 'Triggers that run',
        auth0: '',
        annex:
          'post-login, credentials-exchange, pre-user-registration, post-user-registration and post-change-password; the others are stored.',
      },
      {
        subject: 'Registration triggers',
        auth0: 'Before and after a user is added to a database connection',
        annex:
          'At sign-up, at POST /users and in the console, where event.client is absent; not for imports. A denial of POST /users is 400 with invalid_signup or the code that the Action chose.',
      },
      {
        subject: 'post-change-password',
        auth0: 'After a reset or a change',
        annex:
          'As a job, after a change by ticket, by the Management API or in the console, of linked accounts too. event.request has no body. A job that its process did not survive runs again.',
      },
      {
        subject: 'A primary user named by a rule or an Action',
        auth0: 'The sign-in goes on as that user',
        annex:
          'The same, once the account that signed in is theirs; a refresh token stays with its user. After a rule the standard claims are those of its user, after an Action those of the primary user; Actions of the same run still see whoever signed in.',
      },
      {
        subject: 'The code of an Action',
        auth0: 'CommonJS or an ES module in JavaScript',
        annex:
          'The same, and TypeScript without code in its types; imports of nothing but types go with them. Exports are by name: no export default, no export from. await stands within functions.',
      },
      {
        subject: 'Syntax errors',
        auth0: 'Found at build',
        annex: '400 at save, with line and column.',
      },
      {
        subject: 'Dependencies',
        auth0: 'Installed from npm',
        annex:
          'Those that the sandbox has, at its own versions; others are refused at deploy, by name. @auth0/actions and what begins with it is there for its types and empty at run time. Requests go through the same guard as those of rules.',
      },
      {
        subject: 'A failing Action',
        auth0: 'access_denied',
        annex:
          'The same with a general text; the details are in the log, and nothing that it set is written.',
      },
      {
        subject: 'api.samlResponse',
        auth0: 'Has an effect on SAML sign-ins only',
        annex: 'Its setters are taken and noted in the log of the run; no sign-in ends in a SAML response.',
      },
      {
        subject: 'api.prompt, groups and roles',
        auth0: '',
        annex: 'Deny the sign-in with an error that names the method, also when the Action catches it.',
      },
      {
        subject: 'challengeWith, challengeWithAny, enrollWith, enrollWithAny, multifactor.enable',
        auth0: 'Any factor that the tenant has',
        annex:
          'otp and recovery-code; who has none enrols an app, and who has one is asked for it also by enrollWith. Other factors alone deny the sign-in. What was proven once in a sign-in is not asked for again in it.',
      },
      {
        subject: 'event.session and event.refresh_token',
        auth0: 'All fields on the Enterprise plan',
        annex:
          'All but those of networks (asn) and session_transfer; of a sign-in by session the times and the last device are those of before it. event.session is there for browsers, event.refresh_token while one is exchanged; its id and created_at are those of the family.',
      },
      {
        subject: 'api.session and api.refreshToken: when',
        auth0: 'Unspecified',
        annex:
          'When the sign-in is decided, granted or denied, so that a session which is to end lives until its person is back from a page or has proven a second factor, for an hour at most; idle times count from then. What an Action of the same sign-in set before is seen by the next ones. A failing Action leaves both as they were. In a sign-in without a session the setters are told in the log of the run, and session.revoke denies. refreshToken.revoke is for exchanges and fails elsewhere.',
      },
      {
        subject: 'setExpiresAt, setIdleExpiresAt',
        auth0: 'Capped to the settings, with a warning (w) in the log; the earliest call counts',
        annex:
          'The same. A date in the past lets this sign-in through and ends the session, or the token, with it. A session that was shortened may be lengthened again within the settings, a refresh token never. What is no finite number fails the Action.',
      },
      {
        subject: 'session.setCookieMode',
        auth0: 'Overrides the tenant for the session',
        annex:
          'The same, from the next answer to the browser on; lifetimes stay those of the tenant’s own mode.',
      },
      {
        subject: 'session.revoke, refreshToken.revoke',
        auth0: 'Tokens end some time later',
        annex:
          'In the same transaction, with opaque access tokens and codes that were not exchanged; session_revoked and srrt are in the log. There is no back-channel logout.',
      },
      {
        subject: 'Metadata of sessions and refresh tokens in Actions',
        auth0: '25 keys, texts of 255 characters',
        annex:
          'The same limits, each with its own error that fails the Action. A value of undefined changes nothing and is told. Metadata of a refresh token may be set at the sign-in that leads to it.',
      },
      {
        subject: 'event.request.language and event.transaction.locale',
        auth0: 'Of the browser; the tenant’s language that fits it',
        annex:
          'The first choice of Accept-Language; of ui_locales, then Accept-Language, the first of enabled_locales (RFC 4647 lookup), else the first of these. Places and networks of addresses (geoip, asn) are not known.',
      },
      {
        subject: 'Who deployed a version',
        auth0: 'In the tenant log',
        annex:
          'In the log and in the console’s list of versions; the version in the API has Auth0’s members alone.',
      },
      {
        subject: 'Secrets without a value',
        auth0: '',
        annex:
          'A stored one stays; a new one is empty until it gets a value, so that an export can be imported.',
      },
      {
        subject: 'POST /actions/{id}/test',
        auth0: 'Free form',
        annex:
          'Runs the draft with the payload as its event; writes are told and not made; secrets are stand-ins.',
      },
    ],
  },
  {
    title: 'Sessions, tokens and keys',
    decisions: [
      {
        subject: 'Second factors at a token grant',
        auth0: '403 mfa_required; the statuses of what follows are not confirmed',
        annex:
          'The same. expired_token is 401, unsupported_challenge_type 400, association_required 403. A changed password ends an mfa_token. At a refresh, the proof brings a new family of refresh tokens and the old one stays good. DELETE /mfa/authenticators/{id} does not exist: an mfa_token alone must not take a factor away.',
      },
      {
        subject: 'Second factors of Annex’s own pages',
        auth0: '',
        annex:
          'The console and the profile ask whoever has one, once a session, though no rule runs for them. On the profile, changes of a factor need the password or an unused code.',
      },
      {
        subject: 'A sign-in that waits for a second factor',
        auth0: '',
        annex:
          'Is listed among the sign-ins as a redirect to /u/mfa, and stays so once the factor is proven.',
      },
      {
        subject: 'A refresh token',
        auth0: '',
        annex: 'One entry for the family of those that were exchanged for each other; its id stays.',
      },
      {
        subject: 'Grants',
        auth0: 'Consents',
        annex:
          'One for each user, application and API of which a sign-in still stands; deleting it ends the tokens.',
      },
      {
        subject: 'Device credentials',
        auth0: '',
        annex: 'Public keys are kept and listed; no grant signs in with one. client_id is required.',
      },
      {
        subject: 'Deleted sessions',
        auth0: '404 or 202',
        annex: 'Every deletion answers 202, again too.',
      },
      {
        subject: 'Signing keys',
        auth0: 'Current, next, previous',
        annex:
          'Those before stay published until they are revoked or nothing that they signed can be alive (31 days).',
      },
    ],
  },
  {
    title: 'Logs, stats and tenant settings',
    decisions: [
      {
        subject: 'Log retention',
        auth0: '1 to 30 days by plan',
        annex: '90 days; ANNEX_LOG_DAYS sets another number, 0 keeps events for ever.',
      },
      {
        subject: 'Logs past record 1,000',
        auth0: 'Refused for searches',
        annex: 'Answered. A search that takes over 2 seconds answers 503 and asks to be narrowed.',
      },
      {
        subject: 'sort of /logs',
        auth0: 'Any field',
        annex: 'date or log_id, up or down.',
      },
      {
        subject: 'Checkpoints of /logs',
        auth0: 'Events may appear late',
        annex:
          'Each event exactly once in the order of ids; the newest appear about five seconds late, and later while a write is still under way.',
      },
      {
        subject: 'take without from',
        auth0: '',
        annex: 'From the oldest event.',
      },
      {
        subject: '/users/{id}/logs of nobody',
        auth0: '',
        annex: 'An empty list.',
      },
      {
        subject: 'Fields of an event that are not known',
        auth0: 'Null or empty text',
        annex: 'Left out, but for description. location_info and security_context are never there.',
      },
      {
        subject: 'sapi',
        auth0: 'The request and its answer',
        annex:
          'The request without secrets and cut to size, the status, and what changed. One row a write, in its transaction.',
      },
      {
        subject: 'fapi',
        auth0: 'Gone from the newest list',
        annex: 'Written when a known caller is refused for want of a right.',
      },
      {
        subject: 'stats/daily',
        auth0: '',
        annex: 'Logins are s and sepft, sign-ups ss, by day of UTC; the last 30 days when none is named.',
      },
      {
        subject: 'default_audience',
        auth0: 'Any API',
        annex: 'An API that exists, and never the Management API. One that is deleted later counts as none.',
      },
      {
        subject: 'session lifetimes',
        auth0: '',
        annex:
          'A shorter one holds at once for sessions that exist, a longer one for new ones. With non-persistent cookies the ephemeral lifetimes hold where set.',
      },
      {
        subject: 'error_page',
        auth0: 'html, url',
        annex: 'url decides; html and show_log_link are kept and not shown.',
      },
      {
        subject:
          'flags, change_password, guardian_mfa_page, enabled_locales, sandbox_version and other tenant settings',
        auth0: '',
        annex: 'Kept and shown, and decide nothing. flags are merged, everything else is replaced.',
      },
    ],
  },
  {
    title: 'Mail and tickets',
    decisions: [
      {
        subject: 'Mail providers',
        auth0: 'Ten',
        annex:
          'smtp, sendgrid, mandrill, sparkpost, resend and ses, by SMTP; for the others use smtp. Without one, mails wait in the outbox of the console.',
      },
      {
        subject: 'Mail passwords',
        auth0: '',
        annex: 'Never cross a network without TLS; certificates are always verified.',
      },
      {
        subject: 'Templates',
        auth0: 'Liquid',
        annex:
          'The same, sandboxed; values are escaped in HTML unless the template says raw. A broken one is refused at save.',
      },
      {
        subject: 'Tickets',
        auth0: '',
        annex:
          'At most 90 days; they end when the address or the password changes. A machine makes none for an administrator.',
      },
      {
        subject: 'Verification links',
        auth0: 'Verified when opened',
        annex: 'Verified by a button, so that programs that open links do not use them up.',
      },
      {
        subject: 'verify_email: true on PATCH',
        auth0: '',
        annex: 'Needs the right to set email_verified.',
      },
      {
        subject: 'Linked accounts',
        auth0: '',
        annex: 'Get no password mail of their own yet.',
      },
    ],
  },
];
