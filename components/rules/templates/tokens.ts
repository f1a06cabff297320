import type { RuleTemplate } from './types';

/** What the tokens say. */
export const tokenTemplates: readonly RuleTemplate[] = [
  {
    id: 'empty',
    name: 'Empty rule',
    description: 'Lets everybody in and changes nothing.',
    group: 'Tokens',
    script: `function (user, context, callback) {
  callback(null, user, context);
}
`,
    example: { user: { email: 'ada@example.com' }, expect: { result: 'continue' } },
  },
  {
    id: 'claim',
    name: 'Add metadata to tokens',
    description: 'Puts a value of app_metadata into the ID token, the access token and /userinfo.',
    group: 'Tokens',
    script: `// Claims of your own need a name that nobody else uses: an address of yours.
function (user, context, callback) {
  const namespace = 'https://example.com/';
  const metadata = user.app_metadata || {};

  context.idToken[namespace + 'plan'] = metadata.plan || 'free';
  context.accessToken[namespace + 'plan'] = metadata.plan || 'free';

  callback(null, user, context);
}
`,
    example: {
      user: { app_metadata: { plan: 'pro' } },
      expect: {
        result: 'continue',
        id_token: { 'https://example.com/plan': 'pro' },
        access_token: { 'https://example.com/plan': 'pro' },
      },
    },
  },
  {
    id: 'roles',
    name: 'Add roles to tokens',
    description: 'Puts the roles that the user is assigned into both tokens.',
    group: 'Tokens',
    script: `function (user, context, callback) {
  const claim = 'https://example.com/roles';
  const roles = (context.authorization || {}).roles || [];

  context.idToken[claim] = roles;
  context.accessToken[claim] = roles;

  callback(null, user, context);
}
`,
    example: {
      user: { email: 'ada@example.com' },
      context: { authorization: { roles: ['editor', 'member'] } },
      expect: {
        result: 'continue',
        id_token: { 'https://example.com/roles': ['editor', 'member'] },
        access_token: { 'https://example.com/roles': ['editor', 'member'] },
      },
    },
  },
  {
    id: 'email-in-access-token',
    name: 'Tell APIs the e-mail address',
    description: 'Puts the e-mail address and whether it is verified into the access token.',
    group: 'Tokens',
    script: `function (user, context, callback) {
  const namespace = 'https://example.com/';

  if (user.email) {
    context.accessToken[namespace + 'email'] = user.email;
    context.accessToken[namespace + 'email_verified'] = user.email_verified === true;
  }

  callback(null, user, context);
}
`,
    example: {
      user: { email: 'ada@example.com', email_verified: true },
      expect: {
        result: 'continue',
        access_token: {
          'https://example.com/email': 'ada@example.com',
          'https://example.com/email_verified': true,
        },
      },
    },
  },
  {
    id: 'scopes',
    name: 'Grant scopes by role',
    description: 'Replaces the scopes of the access token by those that the roles of the user stand for.',
    group: 'Tokens',
    script: `function (user, context, callback) {
  const scopesOf = {
    viewer: ['read:reports'],
    editor: ['read:reports', 'write:reports'],
  };
  const roles = (user.app_metadata && user.app_metadata.roles) || [];
  const granted = new Set(['openid', 'profile', 'email']);

  roles.forEach((role) => (scopesOf[role] || []).forEach((scope) => granted.add(scope)));
  context.accessToken.scope = Array.from(granted);
  context.idToken['https://example.com/can_edit'] = granted.has('write:reports');

  callback(null, user, context);
}
`,
    example: {
      user: { app_metadata: { roles: ['editor'] } },
      expect: { result: 'continue', id_token: { 'https://example.com/can_edit': true } },
    },
  },
  {
    id: 'audience',
    name: 'A claim for one application only',
    description: 'Adds a claim when people sign in to one application, and to no other.',
    group: 'Tokens',
    script: `function (user, context, callback) {
  if (context.clientName === 'Back office') {
    context.idToken['https://example.com/employee_number'] =
      (user.app_metadata || {}).employee_number || null;
  }
  callback(null, user, context);
}
`,
    example: {
      user: { app_metadata: { employee_number: 4711 } },
      context: { clientName: 'Back office' },
      expect: { result: 'continue', id_token: { 'https://example.com/employee_number': 4711 } },
    },
  },
  {
    id: 'protocol',
    name: 'Only when somebody signs in',
    description: 'Says when the person proved who they are, and leaves refreshed tokens as they are.',
    group: 'Tokens',
    script: `function (user, context, callback) {
  // A refresh token is exchanged by the application: nobody is there.
  if (context.protocol === 'oauth2-refresh-token') {
    return callback(null, user, context);
  }
  const methods = (context.authentication || {}).methods || [];
  context.idToken['https://example.com/signed_in_with'] = methods.map((method) => method.name);

  callback(null, user, context);
}
`,
    example: {
      user: { email: 'ada@example.com' },
      context: { authentication: { methods: [{ name: 'pwd', timestamp: 1_700_000_000_000 }] } },
      expect: { result: 'continue', id_token: { 'https://example.com/signed_in_with': ['pwd'] } },
    },
  },
];
