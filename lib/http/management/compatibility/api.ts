import type { DecisionGroup } from './decision';

export const api: DecisionGroup = {
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
};
