import type { DecisionGroup } from './decision';

export const users: DecisionGroup = {
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
};
