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
          'Current the moment a write returns, no wall; ranges and wildcards on metadata work (an extension).',
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
];
