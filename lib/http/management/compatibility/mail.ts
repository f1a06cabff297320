import type { DecisionGroup } from './decision';

export const mail: DecisionGroup = {
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
};
