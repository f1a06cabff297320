import type { RuleTemplate } from './types';

/** Who comes in. */
export const accessTemplates: readonly RuleTemplate[] = [
  {
    id: 'verified',
    name: 'Only verified addresses',
    description: 'Denies the sign-in until the e-mail address is verified.',
    group: 'Access',
    script: `function (user, context, callback) {
  if (!user.email_verified) {
    return callback(new UnauthorizedError('Verify your e-mail address before you sign in.'));
  }
  callback(null, user, context);
}
`,
    example: {
      user: { email: 'ada@example.com', email_verified: false },
      expect: { result: 'deny', error: 'Verify your e-mail address before you sign in.' },
    },
  },
  {
    id: 'allow-list',
    name: 'Only people on a list',
    description: 'Lets in only the e-mail addresses of a list.',
    group: 'Access',
    script: `function (user, context, callback) {
  const allowed = ['ada@example.com', 'grace@example.com'];
  const email = (user.email || '').toLowerCase();

  // An address that is not verified may be anybody's.
  if (!user.email_verified || !allowed.includes(email)) {
    return callback(new UnauthorizedError('You are not on the list.'));
  }
  callback(null, user, context);
}
`,
    example: {
      user: { email: 'mallory@example.com', email_verified: true },
      expect: { result: 'deny', error: 'You are not on the list.' },
    },
  },
  {
    id: 'domains',
    name: 'Only addresses of your company',
    description: 'Lets in only verified e-mail addresses of some domains.',
    group: 'Access',
    script: `function (user, context, callback) {
  const domains = ['example.com', 'example.org'];
  const domain = (user.email || '').toLowerCase().split('@').pop();

  if (!user.email_verified || !domains.includes(domain)) {
    return callback(new UnauthorizedError('Sign in with your company address.'));
  }
  callback(null, user, context);
}
`,
    example: {
      user: { email: 'ada@example.com.evil.example', email_verified: true },
      expect: { result: 'deny', error: 'Sign in with your company address.' },
    },
  },
  {
    id: 'application',
    name: 'Only some people for one application',
    description: 'Denies one application to everybody without a role in app_metadata.',
    group: 'Access',
    script: `function (user, context, callback) {
  const application = 'Back office';
  if (context.clientName !== application) return callback(null, user, context);

  const roles = (user.app_metadata && user.app_metadata.roles) || [];
  if (!roles.includes('staff')) {
    return callback(new UnauthorizedError('You have no access to ' + application + '.'));
  }
  callback(null, user, context);
}
`,
    example: {
      user: { app_metadata: { roles: ['customer'] } },
      context: { clientName: 'Back office' },
      expect: { result: 'deny', error: 'You have no access to Back office.' },
    },
  },
  {
    id: 'suspended',
    name: 'Deny suspended accounts',
    description: 'Refuses accounts whose app_metadata says that they are suspended, and says until when.',
    group: 'Access',
    script: `function (user, context, callback) {
  const account = user.app_metadata || {};

  if (account.status === 'suspended') {
    const until = account.suspended_until ? ' until ' + account.suspended_until : '';
    return callback(new UnauthorizedError('This account is suspended' + until + '.'));
  }
  callback(null, user, context);
}
`,
    example: {
      user: { app_metadata: { status: 'suspended', suspended_until: '2030-01-01' } },
      expect: { result: 'deny', error: 'This account is suspended until 2030-01-01.' },
    },
  },
  {
    id: 'invited',
    name: 'Only invited people',
    description: 'Refuses a first sign-in of somebody whom nobody has invited.',
    group: 'Access',
    script: `function (user, context, callback) {
  const isFirst = context.stats.loginsCount <= 1;
  const isInvited = (user.app_metadata || {}).invited === true;

  if (isFirst && !isInvited) {
    return callback(new UnauthorizedError('Ask for an invitation first.'));
  }
  callback(null, user, context);
}
`,
    example: {
      user: { email: 'ada@example.com', app_metadata: { invited: false } },
      context: { stats: { loginsCount: 1 } },
      expect: { result: 'deny', error: 'Ask for an invitation first.' },
    },
  },
  {
    id: 'connection',
    name: 'One connection for one application',
    description: 'Makes an application accept only people of one connection.',
    group: 'Access',
    script: `function (user, context, callback) {
  const connectionOf = { 'Back office': 'Employees' };
  const wanted = connectionOf[context.clientName];

  if (wanted && context.connection !== wanted) {
    return callback(new UnauthorizedError('Sign in with ' + wanted + '.'));
  }
  callback(null, user, context);
}
`,
    example: {
      user: { email: 'ada@example.com' },
      context: { clientName: 'Back office', connection: 'Customers' },
      expect: { result: 'deny', error: 'Sign in with Employees.' },
    },
  },
  {
    id: 'addresses',
    name: 'Only from known networks',
    description: 'Lets administrators in only from the addresses of your offices.',
    group: 'Access',
    script: `function (user, context, callback) {
  const offices = ['192.0.2.', '2001:db8:1:'];
  const roles = (user.app_metadata && user.app_metadata.roles) || [];
  const isAtOffice = offices.some((prefix) => context.request.ip.startsWith(prefix));

  if (roles.includes('admin') && !isAtOffice) {
    return callback(new UnauthorizedError('Administrators sign in from an office.'));
  }
  callback(null, user, context);
}
`,
    example: {
      user: { app_metadata: { roles: ['admin'] } },
      context: { request: { ip: '198.51.100.7', query: {}, body: {} } },
      expect: { result: 'deny', error: 'Administrators sign in from an office.' },
    },
  },
];
