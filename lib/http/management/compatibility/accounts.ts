import type { DecisionGroup } from './decision';

export const accounts: DecisionGroup = {
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
};
