import type { DecisionGroup } from './decision';

export const rights: DecisionGroup = {
  title: 'APIs, client grants, roles and permissions',
  decisions: [
    {
      subject: 'signing_alg of an API',
      auth0: 'HS256, RS256, RS512, PS256',
      annex:
        'RS256, RS512 and PS256, all by the tenant’s RSA keys; HS256 is refused with 400, since it needs a secret that every holder can sign with. The published keys name an algorithm as soon as an API uses it.',
    },
    {
      subject: 'token_lifetime_for_web and skip_consent_for_verifiable_first_party_clients',
      auth0: 'For implicit and hybrid flows; for the consent page',
      annex:
        'Kept and shown. Annex has no such flows, and asks nobody on behalf of a first-party application, unless the request says prompt=consent.',
    },
    {
      subject:
        'Newer members of an API (token_encryption, proof_of_possession, subject_type_authorization …)',
      auth0: '',
      annex: 'Accepted with the value that says what Annex does anyhow; any other is refused by name.',
    },
    {
      subject: 'The Management API as an API',
      auth0: 'Mostly not to be changed',
      annex:
        'Its two lifetimes and skip_consent can be changed; everything else, and deleting it, is 400 operation_not_supported.',
    },
    {
      subject: 'Grants of Management API scopes that Annex does not know',
      auth0: '',
      annex:
        'Accepted, stored and shown back, so that an import goes through; no token carries them. They count as soon as a version of Annex knows the scope. A scope that one of your own APIs lacks is refused with 400.',
    },
    {
      subject: 'subject_type, organization_usage, allow_any_organization, default_for of a grant',
      auth0: 'Grants for users, for organizations, for third-party clients',
      annex: 'client, deny and false are accepted, any other is refused by name; allow_all_scopes works.',
    },
    {
      subject: 'A scope that an API loses, or an API that is deleted',
      auth0: 'Unspecified',
      annex:
        'Taken from every role, user and grant in the same transaction: one made later under its name starts with nobody. Refresh tokens for a deleted API end, also when one is made under its name.',
    },
    {
      subject: 'enforce_policies',
      auth0: 'Scopes are cut to the user’s permissions; scopes set by an Action win',
      annex: 'The same, at each sign-in and each refresh. The Management API never enforces.',
    },
    {
      subject: 'permissions in the tokens of an application',
      auth0: 'The granted scopes',
      annex: 'The same, where the API enforces and its dialect ends in _authz.',
    },
    {
      subject: 'Permissions of the Management API in a role',
      auth0: 'Reach the Dashboard and user tokens in part',
      annex:
        'Kept and shown, without effect: a person’s token for it carries only the scopes over themselves, and administrators of the console are kept apart.',
    },
    {
      subject: 'Limits (1,000 roles, 50 roles of a user, 1,000 permissions of a role and of a user)',
      auth0: '403',
      annex: '403 too_many_entities that names the limit. At most 1,000 ids or permissions a call.',
    },
    {
      subject: 'Who may give roles and permissions',
      auth0: 'By scope',
      annex: 'By scope, any one of those listed; never a rule, a job or a person’s own token.',
    },
    {
      subject: 'A role or permission that a user does not have, on DELETE',
      auth0: '204 for permissions',
      annex: '204 for both. On POST an unknown role is 404 without a code.',
    },
    {
      subject: 'effective-roles and effective-permissions',
      auth0: 'Through groups too',
      annex:
        'Without groups: sources are direct, or direct and roles. The scopes are those of the plain lists.',
    },
  ],
};
