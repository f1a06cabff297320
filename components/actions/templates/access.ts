import type { ActionTemplate } from './types';

/** Who comes in. */
export const accessTemplates: readonly ActionTemplate[] = [
  {
    id: 'verified',
    trigger: 'post-login',
    name: 'Only verified addresses',
    description: 'Denies the sign-in until the person has confirmed their e-mail address.',
    group: 'Access',
    script: `exports.onExecutePostLogin = async (event, api) => {
  if (!event.user.email_verified) {
    api.access.deny('Please verify your e-mail address before you sign in.');
  }
};
`,
    example: {
      event: { user: { email: 'ada@example.com', email_verified: false } },
      expect: {
        commands: [{ type: 'access.deny', reason: 'Please verify your e-mail address before you sign in.' }],
      },
    },
  },
  {
    id: 'domains',
    trigger: 'post-login',
    name: 'Only some e-mail domains',
    description: 'Lets in people whose verified address is of your company.',
    group: 'Access',
    script: `exports.onExecutePostLogin = async (event, api) => {
  const allowed = ['example.com', 'example.org'];
  const domain = (event.user.email || '').toLowerCase().split('@').pop() || '';

  if (!event.user.email_verified || !allowed.includes(domain)) {
    api.access.deny('Your e-mail address is not one of our company.');
  }
};
`,
    example: {
      event: { user: { email: 'eve@example.com.evil.test', email_verified: true } },
      expect: {
        commands: [{ type: 'access.deny', reason: 'Your e-mail address is not one of our company.' }],
      },
    },
  },
  {
    id: 'application-roles',
    trigger: 'post-login',
    name: 'An application for one role',
    description: 'Keeps everybody without a role out of one application.',
    group: 'Access',
    script: `exports.onExecutePostLogin = async (event, api) => {
  const application = 'Back office';
  const role = 'staff';
  const roles = (event.authorization && event.authorization.roles) || [];

  if (event.client.name === application && !roles.includes(role)) {
    api.access.deny('This application is for our staff.');
  }
};
`,
    example: {
      event: { user: {}, client: { name: 'Back office' }, authorization: { roles: ['customer'] } },
      expect: { commands: [{ type: 'access.deny', reason: 'This application is for our staff.' }] },
    },
  },
  {
    id: 'machine-scopes',
    trigger: 'credentials-exchange',
    name: 'No deletion by programs',
    description: 'Refuses programs that ask for a scope which deletes.',
    group: 'Access',
    script: `exports.onExecuteCredentialsExchange = async (event, api) => {
  const asked = event.transaction.requested_scopes;

  if (asked.some((scope) => scope.startsWith('delete:'))) {
    api.access.deny('invalid_scope', 'Programs may not delete anything.');
  }
};
`,
    example: {
      event: {
        client: { client_id: 'job' },
        transaction: { requested_scopes: ['read:posts', 'delete:posts'] },
      },
      expect: {
        commands: [
          { type: 'access.deny', code: 'invalid_scope', reason: 'Programs may not delete anything.' },
        ],
      },
    },
  },
  {
    id: 'sign-up-domains',
    trigger: 'pre-user-registration',
    name: 'Sign-up for some domains',
    description: 'Refuses a sign-up with an e-mail address of anybody else.',
    group: 'Access',
    script: `exports.onExecutePreUserRegistration = async (event, api) => {
  const allowed = ['example.com', 'example.org'];
  const domain = (event.user.email || '').toLowerCase().split('@').pop() || '';

  if (!allowed.includes(domain)) {
    api.access.deny('The domain ' + domain + ' is not allowed.', 'Sign up with the address of your company.');
  }
};
`,
    example: {
      event: { user: { email: 'eve@elsewhere.test' } },
      expect: {
        commands: [
          {
            type: 'access.deny',
            reason: 'The domain elsewhere.test is not allowed.',
            userMessage: 'Sign up with the address of your company.',
          },
        ],
      },
    },
  },
  {
    id: 'session-address',
    trigger: 'post-login',
    name: 'A session stays at its address',
    description: 'Ends the session of a browser that comes from another address than it signed in from.',
    group: 'Access',
    script: `exports.onExecutePostLogin = async (event, api) => {
  const first = event.session?.device?.initial_ip;

  if (first && first !== event.request.ip) {
    api.session.revoke('You came from another address. Please sign in again.');
  }
};
`,
    example: {
      event: {
        user: { email: 'ada@example.com' },
        session: { id: 's1', device: { initial_ip: '203.0.113.7' }, clients: [], metadata: {} },
        request: { ip: '198.51.100.1', query: {}, body: {} },
      },
      expect: {
        commands: [
          { type: 'session.revoke', reason: 'You came from another address. Please sign in again.' },
        ],
      },
    },
  },
  {
    id: 'session-lifetime',
    trigger: 'post-login',
    name: 'Short sessions for one application',
    description:
      'Asks people of one application to sign in again after eight hours, and after one without use.',
    group: 'Access',
    script: `exports.onExecutePostLogin = async (event, api) => {
  const application = 'Back office';
  const hour = 60 * 60 * 1000;

  if (event.client.name === application && event.session) {
    api.session.setExpiresAt(Date.parse(event.session.created_at || '') + 8 * hour);
    api.session.setIdleExpiresAt(Date.now() + hour);
  }
};
`,
    example: {
      event: {
        user: { email: 'ada@example.com' },
        client: { client_id: 'c1', name: 'Back office', metadata: {} },
        session: { id: 's1', created_at: '2026-05-04T10:00:00.000Z', clients: [], metadata: {} },
      },
      expect: {
        commands: [
          { type: 'session.setExpiresAt', at: 1_777_917_600_000 },
          { type: 'session.setIdleExpiresAt' },
        ],
      },
    },
  },
];
