import type { DecisionGroup } from './decision';

export const actions: DecisionGroup = {
  title: 'Actions',
  decisions: [
    {
      subject: 'Triggers that run',
      auth0: '',
      annex:
        'post-login, credentials-exchange, pre-user-registration, post-user-registration and post-change-password; the others are stored.',
    },
    {
      subject: 'Registration triggers',
      auth0: 'Before and after a user is added to a database connection',
      annex:
        'At sign-up, at POST /users and in the console, where event.client is absent; not for imports. A denial of POST /users is 400 with invalid_signup or the code that the Action chose.',
    },
    {
      subject: 'post-change-password',
      auth0: 'After a reset or a change',
      annex:
        'As a job, after a change by ticket, by the Management API or in the console, of linked accounts too. event.request has no body. A job that its process did not survive runs again.',
    },
    {
      subject: 'A primary user named by a rule or an Action',
      auth0: 'The sign-in goes on as that user',
      annex:
        'The same, once the account that signed in is theirs; a refresh token stays with its user. After a rule the standard claims are those of its user, after an Action those of the primary user; Actions of the same run still see whoever signed in.',
    },
    {
      subject: 'The code of an Action',
      auth0: 'CommonJS or an ES module in JavaScript',
      annex:
        'The same, and TypeScript without code in its types; imports of nothing but types go with them. Exports are by name: no export default, no export from. await stands within functions.',
    },
    {
      subject: 'Syntax errors',
      auth0: 'Found at build',
      annex: '400 at save, with line and column.',
    },
    {
      subject: 'Dependencies',
      auth0: 'Installed from npm',
      annex:
        'Those that the sandbox has, at its own versions; others are refused at deploy, by name. @auth0/actions and what begins with it is there for its types and empty at run time. Requests go through the same guard as those of rules.',
    },
    {
      subject: 'A failing Action',
      auth0: 'access_denied',
      annex: 'The same with a general text; the details are in the log, and nothing that it set is written.',
    },
    {
      subject: 'api.samlResponse',
      auth0: 'Has an effect on SAML sign-ins only',
      annex: 'Its setters are taken and noted in the log of the run; no sign-in ends in a SAML response.',
    },
    {
      subject: 'api.prompt, groups and roles',
      auth0: '',
      annex: 'Deny the sign-in with an error that names the method, also when the Action catches it.',
    },
    {
      subject: 'challengeWith, challengeWithAny, enrollWith, enrollWithAny, multifactor.enable',
      auth0: 'Any factor that the tenant has',
      annex:
        'otp and recovery-code; who has none enrols an app, and who has one is asked for it also by enrollWith. Other factors alone deny the sign-in. What was proven once in a sign-in is not asked for again in it.',
    },
    {
      subject: 'event.session and event.refresh_token',
      auth0: 'All fields on the Enterprise plan',
      annex:
        'All but those of networks (asn) and session_transfer; of a sign-in by session the times and the last device are those of before it. event.session is there for browsers, event.refresh_token while one is exchanged; its id and created_at are those of the family.',
    },
    {
      subject: 'api.session and api.refreshToken: when',
      auth0: 'Unspecified',
      annex:
        'When the sign-in is decided, granted or denied, so that a session which is to end lives until its person is back from a page or has proven a second factor, for an hour at most; idle times count from then. What an Action of the same sign-in set before is seen by the next ones. A failing Action leaves both as they were. In a sign-in without a session the setters are told in the log of the run, and session.revoke denies. refreshToken.revoke is for exchanges and fails elsewhere.',
    },
    {
      subject: 'setExpiresAt, setIdleExpiresAt',
      auth0: 'Capped to the settings, with a warning (w) in the log; the earliest call counts',
      annex:
        'The same. A date in the past lets this sign-in through and ends the session, or the token, with it. A session that was shortened may be lengthened again within the settings, a refresh token never. What is no finite number fails the Action.',
    },
    {
      subject: 'session.setCookieMode',
      auth0: 'Overrides the tenant for the session',
      annex:
        'The same, from the next answer to the browser on; lifetimes stay those of the tenant’s own mode.',
    },
    {
      subject: 'session.revoke, refreshToken.revoke',
      auth0: 'Tokens end some time later',
      annex:
        'In the same transaction, with opaque access tokens and codes that were not exchanged; session_revoked and srrt are in the log. There is no back-channel logout.',
    },
    {
      subject: 'Metadata of sessions and refresh tokens in Actions',
      auth0: '25 keys, texts of 255 characters',
      annex:
        'The same limits, each with its own error that fails the Action. A value of undefined changes nothing and is told. Metadata of a refresh token may be set at the sign-in that leads to it.',
    },
    {
      subject: 'event.request.language and event.transaction.locale',
      auth0: 'Of the browser; the tenant’s language that fits it',
      annex:
        'The first choice of Accept-Language; of ui_locales, then Accept-Language, the first of enabled_locales (RFC 4647 lookup), else the first of these. Places and networks of addresses (geoip, asn) are not known.',
    },
    {
      subject: 'Who deployed a version',
      auth0: 'In the tenant log',
      annex:
        'In the log and in the console’s list of versions; the version in the API has Auth0’s members alone.',
    },
    {
      subject: 'Secrets without a value',
      auth0: '',
      annex:
        'A stored one stays; a new one is empty until it gets a value, so that an export can be imported.',
    },
    {
      subject: 'POST /actions/{id}/test',
      auth0: 'Free form',
      annex:
        'Runs the draft with the payload as its event; writes are told and not made; secrets are stand-ins.',
    },
  ],
};
