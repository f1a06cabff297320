import type { ActionTemplate } from './types';

/** What is kept of people. */
export const profileTemplates: readonly ActionTemplate[] = [
  {
    id: 'first-sign-in',
    trigger: 'post-login',
    name: 'Start of a trial',
    description: 'Keeps in app_metadata when the first sign-in was, and tells applications.',
    group: 'Profile',
    script: `exports.onExecutePostLogin = async (event, api) => {
  let start = event.user.app_metadata.trial_start;

  if (!start) {
    start = event.user.created_at;
    api.user.setAppMetadata('trial_start', start);
  }
  api.idToken.setCustomClaim('https://example.com/trial_start', start);
};
`,
    example: {
      event: { user: { created_at: '2026-01-01T00:00:00.000Z', app_metadata: {} } },
      expect: {
        commands: [
          { type: 'user.setAppMetadata', key: 'trial_start', value: '2026-01-01T00:00:00.000Z' },
          {
            type: 'idToken.setCustomClaim',
            name: 'https://example.com/trial_start',
            value: '2026-01-01T00:00:00.000Z',
          },
        ],
      },
    },
  },
  {
    id: 'sign-up-metadata',
    trigger: 'pre-user-registration',
    name: 'Metadata at sign-up',
    description: 'Gives every new user a plan, and keeps through which application they came.',
    group: 'Profile',
    script: `exports.onExecutePreUserRegistration = async (event, api) => {
  api.user.setAppMetadata('plan', 'free');
  if (event.client) api.user.setAppMetadata('came_through', event.client.name);
};
`,
    example: {
      event: { user: { email: 'ada@example.com' }, client: { name: 'Shop' } },
      expect: {
        commands: [
          { type: 'user.setAppMetadata', key: 'plan', value: 'free' },
          { type: 'user.setAppMetadata', key: 'came_through', value: 'Shop' },
        ],
      },
    },
  },
];
