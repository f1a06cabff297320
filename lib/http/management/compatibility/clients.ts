import type { DecisionGroup } from './decision';

export const clients: DecisionGroup = {
  title: 'Applications',
  decisions: [
    {
      subject: 'Fields that Annex does not act on',
      auth0: 'Stored and acted on',
      annex:
        'Stored and given back unchanged: addons (encrypted), organizations, mobile, native social login, back-channel logout, token quotas, session transfer, the custom login page and more. grant_types may name ways to a token that Annex does not have.',
    },
    {
      subject: 'Fields that would promise protection that Annex does not give',
      auth0: '',
      annex:
        'Refused with 400: proof of possession, signed request objects, FAPI profiles, client certificates, ID tokens signed by PS256 or RS512. require_pushed_authorization_requests is kept and closes /authorize for the application, since there is nowhere to push a request to.',
    },
    {
      subject: 'is_first_party: false',
      auth0: 'The person is asked for consent',
      annex:
        'The same, on /u/consent, after the rules, the Actions and a second factor, which run once. Asked again only for scopes that were not given to that application for that API before, also where a rule gives more than was asked for; descriptions of scopes are shown always. Declining is access_denied at the callback. prompt=none without consent is consent_required, and so is a password grant (403): a password does not say yes for a person. Connections of the domain alone sign people in.',
    },
    {
      subject: 'Consent for one’s own applications',
      auth0:
        'Asked unless the API has skip_consent_for_verifiable_first_party_clients, and always for localhost',
      annex:
        'Not asked, whatever the API says; prompt=consent asks for any application but Annex’s own, each time.',
    },
    {
      subject: 'Callback and logout addresses',
      auth0: 'Wildcards for subdomains, placeholders for organizations',
      annex: 'Compared letter for letter; an entry with a wildcard is kept and matches only itself.',
    },
    {
      subject: 'token_endpoint_auth_method that is not given',
      auth0: 'Unspecified',
      annex: 'none for spa and native applications, a secret for all others.',
    },
    {
      subject: 'client_id and client_secret on POST',
      auth0: 'client_id is given by Auth0',
      annex: 'Both may be given (an extension), so that an application that moves keeps its credentials.',
    },
    {
      subject: 'Who is shown the secret, encryption_key and signing_keys',
      auth0: 'read:client_keys or read:client_credentials',
      annex:
        'read:client_keys; the answers to creation and rotation show the secret to whoever may make it. client_authentication_methods: either scope. read:client_summary: client_id, name, description, app_type.',
    },
    {
      subject: 'private_key_jwt',
      auth0: 'Two credentials; assertions to the issuer or the token endpoint',
      annex:
        'Ten credentials, RS256, RS384 or PS256, RSA of 2048 bits and more. An assertion is good once and for an hour at most; with it no secret is. A credential that is in use cannot be deleted; one that is missing answers 404.',
    },
    {
      subject: 'PATCH of objects',
      auth0: 'client_metadata is merged by key',
      annex:
        'So are jwt_configuration and refresh_token; every other object is replaced whole. null removes a field.',
    },
    {
      subject: 'The global client',
      auth0: 'An ordinary client in most ways',
      annex: 'Only its sign-in page can be changed; it has no secret and never gets a token.',
    },
    {
      subject: 'q and external_client_id of the list',
      auth0: 'Organizations; metadata documents',
      annex: '400: Annex has neither.',
    },
  ],
};
