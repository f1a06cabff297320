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
        'Authenticator apps (TOTP) and one recovery code; no SMS, e-mail, push, WebAuthn, passkeys or Duo: POST and PUT …/authentication-methods refuse those types by name (400), and take totp with a totp_secret (16 to 128 letters of Base32), which no answer shows. Made by the API it is confirmed and has no recovery code; recovery-code-regeneration makes one. A user has one app: POST for a second one is 409 authentication_method_exists, PUT with two is 400. PUT takes the recovery code away with the rest. PATCH changes the name. Removing the app removes the recovery code. Those of an administrator are changed in the console only. Whoever has an app shows multifactor ["guardian"], as rules and Actions see it, and multifactor_last_modified, since when; neither is there afterwards or in answers to creation. guardian_authenticators is not on a user.',
    },
  ],
};
