import type { DecisionGroup } from './decision';

export const jobs: DecisionGroup = {
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
};
