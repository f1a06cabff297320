import type { RuleTemplate } from './types';

/** Where people are sent before the sign-in ends; they come back to /continue, and all rules run again. */
export const redirectTemplates: readonly RuleTemplate[] = [
  {
    id: 'progressive-profile',
    name: 'Ask for what is missing',
    description: 'Sends people whose profile has no birthday to a page of yours that asks for it.',
    group: 'Redirects',
    script: `function (user, context, callback) {
  const profile = user.user_metadata || {};

  if (context.protocol === 'redirect-callback') {
    // The page sent them on to /continue with what they told it. Check it: anybody may type an address.
    const birthday = context.request.query.birthday;
    if (!/^\\d{4}-\\d\\d-\\d\\d$/.test(birthday || '')) {
      return callback(new UnauthorizedError('Tell us your birthday to go on.'));
    }
    return auth0.users
      .updateUserMetadata(user.user_id, { birthday: birthday })
      .then(() => callback(null, user, context))
      .catch(callback);
  }

  const isAlone = context.protocol === 'oauth2-refresh-token' || context.protocol === 'oauth2-password';
  if (!profile.birthday && !isAlone) {
    context.redirect = { url: 'https://www.example.com/complete-profile' };
  }
  callback(null, user, context);
}
`,
    example: {
      user: { email: 'ada@example.com', user_metadata: { theme: 'dark' } },
      context: { protocol: 'oidc-basic-profile' },
      expect: { result: 'redirect' },
    },
  },
  {
    id: 'terms',
    name: 'Accept the terms',
    description: 'Sends people to the terms until they have accepted the newest ones, and keeps which.',
    group: 'Redirects',
    script: `function (user, context, callback) {
  const current = '2026-01';
  const accepted = (user.app_metadata || {}).accepted_terms;

  if (accepted === current) return callback(null, user, context);

  if (context.protocol === 'redirect-callback') {
    if (context.request.query.accept !== current) {
      return callback(new UnauthorizedError('You have to accept the terms.'));
    }
    return auth0.users
      .updateAppMetadata(user.user_id, { accepted_terms: current })
      .then(() => callback(null, user, context))
      .catch(callback);
  }

  context.redirect = { url: 'https://www.example.com/terms?version=' + current };
  callback(null, user, context);
}
`,
    example: {
      user: { app_metadata: { accepted_terms: '2025-01' } },
      context: { protocol: 'redirect-callback', request: { query: { accept: '2026-01' }, body: {} } },
      expect: { result: 'continue', app_metadata: { accepted_terms: '2026-01' } },
    },
  },
];
