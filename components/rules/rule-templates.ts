export type RuleTemplate = { id: string; name: string; description: string; script: string };

/** What a new rule may start from. Each one runs as it stands. */
export const ruleTemplates: readonly RuleTemplate[] = [
  {
    id: 'empty',
    name: 'Empty rule',
    description: 'Lets everybody in and changes nothing.',
    script: `function (user, context, callback) {
  callback(null, user, context);
}
`,
  },
  {
    id: 'claim',
    name: 'Add metadata to tokens',
    description: 'Puts a value of app_metadata into the ID token, the access token and /userinfo.',
    script: `// Claims of your own need a name that nobody else uses: an address of yours.
function (user, context, callback) {
  const namespace = 'https://example.com/';
  const metadata = user.app_metadata || {};

  context.idToken[namespace + 'plan'] = metadata.plan || 'free';
  context.accessToken[namespace + 'plan'] = metadata.plan || 'free';

  callback(null, user, context);
}
`,
  },
  {
    id: 'count',
    name: 'Count and store',
    description: 'Keeps how often and when last somebody signed in, in app_metadata.',
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
  },
  {
    id: 'verified',
    name: 'Only verified addresses',
    description: 'Denies the sign-in until the e-mail address is verified.',
    script: `function (user, context, callback) {
  if (!user.email_verified) {
    return callback(new UnauthorizedError('Verify your e-mail address before you sign in.'));
  }
  callback(null, user, context);
}
`,
  },
  {
    id: 'application',
    name: 'Only some people for one application',
    description: 'Denies one application to everybody without a role in app_metadata.',
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
  },
];
