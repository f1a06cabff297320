import type { ActionTemplate } from './types';

/** Where people are sent before the sign-in ends; they come back to /continue, at `onContinuePostLogin`. */
export const redirectTemplates: readonly ActionTemplate[] = [
  {
    id: 'progressive-profile',
    trigger: 'post-login',
    name: 'Ask for what is missing',
    description:
      'Sends people without a birthday to a page of yours, and keeps what it signs and sends back.',
    group: 'Redirects',
    script: `exports.onExecutePostLogin = async (event, api) => {
  if (event.user.user_metadata.birthday || !api.redirect.canRedirect()) return;

  const token = api.redirect.encodeToken({
    secret: event.secrets.REDIRECT_SECRET,
    expiresInSeconds: 600,
    payload: { asks_for: 'birthday' },
  });
  api.redirect.sendUserTo('https://www.example.com/complete-profile', { query: { session_token: token } });
};

// Your page ends by sending the browser to /continue with \`state\` and a token signed with the same secret.
exports.onContinuePostLogin = async (event, api) => {
  const answer = api.redirect.validateToken({ secret: event.secrets.REDIRECT_SECRET });

  api.user.setUserMetadata('birthday', answer.birthday);
};
`,
    example: {
      event: { user: { user_id: 'auth0|ada', user_metadata: {} }, request: { ip: '203.0.113.7' } },
      secrets: { REDIRECT_SECRET: 'a secret that your page knows too, 32+' },
      expect: { commands: [{ type: 'redirect.sendUserTo' }] },
    },
  },
];
