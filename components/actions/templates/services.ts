import type { ActionTemplate } from './types';

/** Other services. */
export const serviceTemplates: readonly ActionTemplate[] = [
  {
    id: 'enrich',
    trigger: 'post-login',
    name: 'Ask a service for claims',
    description: 'Adds what a service of yours knows of the person, and remembers it for five minutes.',
    group: 'Services',
    script: `exports.onExecutePostLogin = async (event, api) => {
  const key = 'tier-' + event.user.user_id;
  const kept = api.cache.get(key);
  let tier = kept ? kept.value : '';

  if (!tier) {
    const url = 'https://crm.example.com/customers/' + encodeURIComponent(event.user.user_id);
    const response = await fetch(url, { headers: { 'x-api-key': event.secrets.CRM_KEY } });
    if (!response.ok) return console.warn('The CRM answers', response.status);
    tier = (await response.json()).tier;
    api.cache.set(key, tier, { ttl: 5 * 60 * 1000 });
  }
  api.idToken.setCustomClaim('https://example.com/tier', tier);
};
`,
    example: {
      event: { user: { user_id: 'auth0|ada' } },
      secrets: { CRM_KEY: 'key' },
      stubs: [{ url: 'https://crm.example.com/customers/auth0%7Cada', body: { tier: 'gold' } }],
      expect: {
        commands: [
          { type: 'cache.set', key: 'tier-auth0|ada', value: 'gold' },
          { type: 'idToken.setCustomClaim', name: 'https://example.com/tier', value: 'gold' },
        ],
        requests: ['GET https://crm.example.com/customers/auth0%7Cada'],
      },
    },
  },
  {
    id: 'risk',
    trigger: 'post-login',
    name: 'Ask a risk service',
    description: 'Denies the sign-in when a service of yours says that the address is a risk.',
    group: 'Services',
    script: `const axios = require('axios');

exports.onExecutePostLogin = async (event, api) => {
  const { data } = await axios.post(
    'https://risk.example.com/check',
    { ip: event.request.ip, user_id: event.user.user_id },
    { headers: { 'x-api-key': event.secrets.RISK_KEY }, timeout: 2000 },
  );
  if (data.risk === 'high') api.access.deny('This sign-in looks unusual. Ask the help desk.');
};
`,
    example: {
      event: { user: { user_id: 'auth0|ada' }, request: { ip: '203.0.113.7' } },
      secrets: { RISK_KEY: 'key' },
      stubs: [{ url: 'https://risk.example.com/check', body: { risk: 'high' } }],
      expect: {
        commands: [{ type: 'access.deny', reason: 'This sign-in looks unusual. Ask the help desk.' }],
        requests: ['POST https://risk.example.com/check'],
      },
    },
  },
  {
    id: 'announce',
    trigger: 'post-user-registration',
    name: 'Tell a service of new users',
    description: 'Posts to an address of yours once somebody has signed up.',
    group: 'Services',
    script: `exports.onExecutePostUserRegistration = async (event) => {
  const response = await fetch('https://hooks.example.com/new-user', {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer ' + event.secrets.HOOK_TOKEN },
    body: JSON.stringify({ user_id: event.user.user_id, email: event.user.email }),
  });
  if (!response.ok) console.warn('The hook answers', response.status);
};
`,
    example: {
      event: { user: { user_id: 'auth0|ada', email: 'ada@example.com' } },
      secrets: { HOOK_TOKEN: 'token' },
      stubs: [{ url: 'https://hooks.example.com/new-user', status: 202, body: {} }],
      expect: { commands: [], requests: ['POST https://hooks.example.com/new-user'] },
    },
  },
  {
    id: 'slack',
    trigger: 'post-user-registration',
    name: 'New users in Slack',
    description: 'Writes a line into a channel for everybody who signs up.',
    group: 'Services',
    script: `exports.onExecutePostUserRegistration = async (event) => {
  await fetch(event.secrets.SLACK_HOOK, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ text: 'New user: ' + event.user.email }),
  });
};
`,
    example: {
      event: { user: { email: 'ada@example.com' } },
      secrets: { SLACK_HOOK: 'https://hooks.slack.example/services/1' },
      stubs: [{ url: 'https://hooks.slack.example/services/1', body: {} }],
      expect: { commands: [], requests: ['POST https://hooks.slack.example/services/1'] },
    },
  },
  {
    id: 'password-changed',
    trigger: 'post-change-password',
    name: 'Tell a service of changed passwords',
    description: 'Lets a service of yours end its own sessions of somebody with a new password.',
    group: 'Services',
    script: `exports.onExecutePostChangePassword = async (event) => {
  await fetch('https://api.example.com/sessions/end', {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer ' + event.secrets.API_TOKEN },
    body: JSON.stringify({ user_id: event.user.user_id }),
  });
};
`,
    example: {
      event: { user: { user_id: 'auth0|ada' } },
      secrets: { API_TOKEN: 'token' },
      stubs: [{ url: 'https://api.example.com/sessions/end', body: {} }],
      expect: { commands: [], requests: ['POST https://api.example.com/sessions/end'] },
    },
  },
];
