import type { DecisionGroup } from './decision';

export const tenant: DecisionGroup = {
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
};
