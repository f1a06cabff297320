import type { RuleTemplate } from './types';

/** What is known and kept of a person. */
export const profileTemplates: readonly RuleTemplate[] = [
  {
    id: 'count',
    name: 'Count and store',
    description: 'Keeps how often and where last somebody signed in, in app_metadata.',
    group: 'Profile',
    script: `async function (user, context, callback) {
  try {
    await auth0.users.updateAppMetadata(user.user_id, {
      sign_ins: context.stats.loginsCount,
      last_application: context.clientName,
    });
    callback(null, user, context);
  } catch (error) {
    callback(error);
  }
}
`,
    example: {
      user: { email: 'ada@example.com' },
      context: { stats: { loginsCount: 3 }, clientName: 'Shop' },
      expect: { result: 'continue', app_metadata: { sign_ins: 3, last_application: 'Shop' } },
    },
  },
  {
    id: 'defaults',
    name: 'Start everybody on a plan',
    description: 'Gives somebody without a plan the free one, stores it and tells the application at once.',
    group: 'Profile',
    script: `function (user, context, callback) {
  user.app_metadata = user.app_metadata || {};
  const finish = () => {
    context.idToken['https://example.com/plan'] = user.app_metadata.plan;
    callback(null, user, context);
  };
  if (user.app_metadata.plan) return finish();

  user.app_metadata.plan = 'free';
  auth0.users.updateAppMetadata(user.user_id, { plan: 'free' }).then(finish).catch(callback);
}
`,
    example: {
      user: { email: 'ada@example.com' },
      expect: {
        result: 'continue',
        id_token: { 'https://example.com/plan': 'free' },
        app_metadata: { plan: 'free' },
      },
    },
  },
  {
    id: 'roles-by-domain',
    name: 'Roles by e-mail domain',
    description: 'Makes everybody with a verified address of your company a member of staff.',
    group: 'Profile',
    script: `function (user, context, callback) {
  const metadata = user.app_metadata || {};
  const roles = metadata.roles || [];
  const isStaff = user.email_verified && /@example\\.com$/i.test(user.email || '');

  if (!isStaff || roles.includes('staff')) return callback(null, user, context);

  const next = roles.concat('staff');
  user.app_metadata = Object.assign({}, metadata, { roles: next });
  auth0.users
    .updateAppMetadata(user.user_id, { roles: next })
    .then(() => callback(null, user, context))
    .catch(callback);
}
`,
    example: {
      user: { email: 'ada@example.com', email_verified: true, app_metadata: { roles: ['member'] } },
      expect: { result: 'continue', app_metadata: { roles: ['member', 'staff'] } },
    },
  },
  {
    id: 'first-application',
    name: 'Remember the first application',
    description: 'Keeps in user_metadata where somebody signed in for the first time.',
    group: 'Profile',
    script: `function (user, context, callback) {
  const metadata = user.user_metadata || {};
  if (metadata.first_application) return callback(null, user, context);

  auth0.users
    .updateUserMetadata(user.user_id, { first_application: context.clientName })
    .then(() => callback(null, user, context))
    .catch(callback);
}
`,
    example: {
      user: { email: 'ada@example.com' },
      context: { clientName: 'Shop' },
      expect: { result: 'continue', user_metadata: { first_application: 'Shop' } },
    },
  },
  {
    id: 'full-name',
    name: 'Put the name together',
    description: 'Makes name from the given and the family name where it is only an e-mail address.',
    group: 'Profile',
    script: `function (user, context, callback) {
  const full = [user.given_name, user.family_name].filter(Boolean).join(' ');

  // Standard claims come from the user as the rules leave it. Nothing is stored.
  if (full && (!user.name || user.name === user.email)) {
    user.name = full;
    context.idToken.name = full;
  }
  callback(null, user, context);
}
`,
    example: {
      user: {
        email: 'ada@example.com',
        name: 'ada@example.com',
        given_name: 'Ada',
        family_name: 'Lovelace',
      },
      expect: { result: 'continue', id_token: { name: 'Ada Lovelace' } },
    },
  },
];
