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
];
