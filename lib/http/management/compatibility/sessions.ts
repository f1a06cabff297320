import type { DecisionGroup } from './decision';

export const sessions: DecisionGroup = {
  title: 'Sessions, tokens and keys',
  decisions: [
    {
      subject: 'Second factors at a token grant',
      auth0: '403 mfa_required; the statuses of what follows are not confirmed',
      annex:
        'The same. expired_token is 401, unsupported_challenge_type 400, association_required 403. A changed password ends an mfa_token. At a refresh, the proof brings a new family of refresh tokens and the old one stays good.',
    },
    {
      subject: 'What was proven by an authenticator app',
      auth0: 'Unspecified',
      annex:
        'Counts for the app that the person has, not for one before: when it is removed or another takes its place, sessions, refresh tokens and tokens of the MFA API are as if no factor had been proven. An ID token of a sign-in with a factor has amr ["mfa"].',
    },
    {
      subject: 'The MFA API (audience {issuer}mfa/)',
      auth0: 'Scopes enroll, read:authenticators, remove:authenticators; ten minutes',
      annex:
        'The same. Whoever has a factor proves it in each sign-in for this audience, whatever browser is remembered, and in a refresh unless the sign-in it comes from did; prompt=none answers interaction_required. GET takes an mfa_token as well, DELETE an access token only: a password alone must not take a factor away, so that an access token from before there was one does not either (403 access_denied). DELETE of the app takes the recovery code along, and whoever is asked for a factor at the next sign-in enrols again. With enroll, who has no app enrols one; the access token is the mfa_token of the mfa-otp grant that ends it (seotpft in the log), whose tokens say in gty how that one was got. Nobody enrols a second app. Those of an administrator are refused (403 access_denied). An unknown id, and one of somebody else, is 404 not_found. The API is no resource server that is listed, and its identifier is taken.',
    },
    {
      subject: 'Second factors of Annex’s own pages',
      auth0: '',
      annex:
        'The console and the profile ask whoever has one, once a session, though no rule runs for them. On the profile, changes of a factor need the password or an unused code. The operator of the machine lets an administrator back in by npm run admin:recover, which lifts a block for too many wrong passwords too.',
    },
    {
      subject: 'A sign-in that waits for a second factor or for consent',
      auth0: '',
      annex:
        'Is listed among the sign-ins as a redirect to /u/mfa or /u/consent, and stays so once the factor is proven or the question answered.',
    },
    {
      subject: 'A refresh token',
      auth0: '',
      annex: 'One entry for the family of those that were exchanged for each other; its id stays.',
    },
    {
      subject: 'Grants',
      auth0: 'Consents',
      annex:
        'One for each user, application and API with a consent (its id begins with cns_), or of which a sign-in still stands. Deleting it ends the consent, so that the person is asked again, and the tokens; a code that was not exchanged yet is worth nothing either. A consent outlives sign-outs; it goes with the user, the application and the API, and a scope that an API loses goes from it.',
    },
    {
      subject: 'Device credentials',
      auth0: '',
      annex: 'Public keys are kept and listed; no grant signs in with one. client_id is required.',
    },
    {
      subject: 'A code whose session has ended',
      auth0: 'Unspecified',
      annex:
        'Refused at the exchange: a session may be revoked while the rules of a sign-in by it still run.',
    },
    {
      subject: 'Deleted sessions',
      auth0: '404 or 202',
      annex: 'Every deletion answers 202, again too.',
    },
    {
      subject: 'Signing keys',
      auth0: 'Current, next, previous',
      annex:
        'Those before stay published until they are revoked or nothing that they signed can be alive (31 days).',
    },
  ],
};
