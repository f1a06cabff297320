/** The three rules of the demo tenant, in order: what most tenants' rules do. */
export const demoRules: readonly { name: string; script: string }[] = [
  {
    name: 'Deny suspended accounts',
    script: `function (user, context, callback) {
  const account = user.app_metadata || {};

  // Only the application sees this text; the person sees what the application makes of it.
  if (account.status === 'suspended') {
    return callback(new UnauthorizedError('This account is suspended.'));
  }

  callback(null, user, context);
}
`,
  },
  {
    name: 'Add metadata to tokens',
    script: `function (user, context, callback) {
  const namespace = 'https://annex.example/';
  const account = user.app_metadata || {};
  const preferences = user.user_metadata || {};

  context.idToken[namespace + 'plan'] = account.plan || 'free';
  context.idToken[namespace + 'user_metadata'] = preferences;
  context.accessToken[namespace + 'plan'] = account.plan || 'free';
  context.accessToken[namespace + 'roles'] = account.roles || [];

  callback(null, user, context);
}
`,
  },
  {
    name: 'Remember the first application',
    script: `function (user, context, callback) {
  user.app_metadata = user.app_metadata || {};
  if (user.app_metadata.first_application) {
    return callback(null, user, context);
  }

  user.app_metadata.first_application = context.clientName;
  auth0.users
    .updateAppMetadata(user.user_id, { first_application: context.clientName })
    .then(() => {
      console.log('first sign-in of', user.user_id, 'through', context.clientName);
      callback(null, user, context);
    })
    .catch(callback);
}
`,
  },
];
