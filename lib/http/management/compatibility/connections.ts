import type { DecisionGroup } from './decision';

export const connections: DecisionGroup = {
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
};
