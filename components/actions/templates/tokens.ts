import type { ActionTemplate } from './types';

/** What tokens say. */
export const tokenTemplates: readonly ActionTemplate[] = [
  {
    id: 'claim',
    trigger: 'post-login',
    name: 'Add metadata to tokens',
    description: 'Puts a value of app_metadata into the ID token, the access token and /userinfo.',
    group: 'Tokens',
    script: `// Claims of your own need a name that nobody else uses: an address of yours.
exports.onExecutePostLogin = async (event, api) => {
  const namespace = 'https://example.com/';
  const plan = event.user.app_metadata.plan || 'free';

  api.idToken.setCustomClaim(namespace + 'plan', plan);
  api.accessToken.setCustomClaim(namespace + 'plan', plan);
};
`,
    example: {
      event: { user: { app_metadata: { plan: 'pro' } } },
      expect: {
        commands: [
          { type: 'idToken.setCustomClaim', name: 'https://example.com/plan', value: 'pro' },
          { type: 'accessToken.setCustomClaim', name: 'https://example.com/plan', value: 'pro' },
        ],
      },
    },
  },
  {
    id: 'roles',
    trigger: 'post-login',
    name: 'Add roles to tokens',
    description: 'Tells applications and APIs which roles the person has.',
    group: 'Tokens',
    script: `exports.onExecutePostLogin = async (event, api) => {
  const namespace = 'https://example.com/';
  const roles = (event.authorization && event.authorization.roles) || [];

  api.idToken.setCustomClaim(namespace + 'roles', roles);
  api.accessToken.setCustomClaim(namespace + 'roles', roles);
};
`,
    example: {
      event: { user: {}, authorization: { roles: ['editor'] } },
      expect: {
        commands: [
          { type: 'idToken.setCustomClaim', name: 'https://example.com/roles', value: ['editor'] },
          { type: 'accessToken.setCustomClaim', name: 'https://example.com/roles', value: ['editor'] },
        ],
      },
    },
  },
  {
    id: 'scopes',
    trigger: 'post-login',
    name: 'Scopes by role',
    description: 'Takes scopes that change things out of the access token of whoever is no editor.',
    group: 'Tokens',
    script: `exports.onExecutePostLogin = async (event, api) => {
  const roles = (event.authorization && event.authorization.roles) || [];
  if (roles.includes('editor')) return;

  for (const scope of event.transaction.requested_scopes) {
    if (/^(create|update|delete):/.test(scope)) api.accessToken.removeScope(scope);
  }
};
`,
    example: {
      event: {
        user: {},
        authorization: { roles: ['reader'] },
        transaction: { requested_scopes: ['openid', 'read:posts', 'delete:posts'] },
      },
      expect: { commands: [{ type: 'accessToken.removeScope', scope: 'delete:posts' }] },
    },
  },
  {
    id: 'machine-claim',
    trigger: 'credentials-exchange',
    name: 'Claims for programs',
    description: 'Puts the environment out of the application’s metadata into its access tokens.',
    group: 'Tokens',
    script: `exports.onExecuteCredentialsExchange = async (event, api) => {
  const environment = event.client.metadata.environment || 'production';

  api.accessToken.setCustomClaim('https://example.com/environment', environment);
};
`,
    example: {
      event: { client: { client_id: 'job', metadata: { environment: 'staging' } } },
      expect: {
        commands: [
          { type: 'accessToken.setCustomClaim', name: 'https://example.com/environment', value: 'staging' },
        ],
      },
    },
  },
];
