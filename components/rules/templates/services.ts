import type { RuleTemplate } from './types';

/** Services that are asked or told over HTTP. */
export const serviceTemplates: readonly RuleTemplate[] = [
  {
    id: 'enrich',
    name: 'Enrich from an HTTP service',
    description: 'Asks a service of yours about the person and puts the answer into the ID token.',
    group: 'Services',
    script: `async function (user, context, callback) {
  const axios = require('axios');

  try {
    const response = await axios.get('https://crm.example.com/people', {
      params: { email: user.email },
      headers: { authorization: 'Bearer ' + configuration.CRM_TOKEN },
      timeout: 3000,
    });
    context.idToken['https://example.com/tier'] = response.data.tier;
  } catch (error) {
    // Nobody is locked out because the service is down.
    console.error('The CRM did not answer:', error.message);
  }
  callback(null, user, context);
}
`,
    example: {
      user: { email: 'ada@example.com' },
      configuration: { CRM_TOKEN: 'secret' },
      stubs: [{ url: 'https://crm.example.com/people*', body: { tier: 'gold' } }],
      expect: { result: 'continue', id_token: { 'https://example.com/tier': 'gold' } },
    },
  },
  {
    id: 'enrich-cached',
    name: 'Enrich and remember for a while',
    description: 'Asks a service only now and then: the answer is kept in global for five minutes.',
    group: 'Services',
    script: `async function (user, context, callback) {
  const axios = require('axios');
  const fiveMinutes = 5 * 60 * 1000;
  global.features = global.features || { at: 0, list: [] };

  try {
    if (Date.now() - global.features.at > fiveMinutes) {
      const response = await axios.get('https://features.example.com/enabled', { timeout: 3000 });
      global.features = { at: Date.now(), list: response.data.features };
    }
  } catch (error) {
    console.warn('Using old features:', error.message);
  }
  context.idToken['https://example.com/features'] = global.features.list;
  callback(null, user, context);
}
`,
    example: {
      user: { email: 'ada@example.com' },
      stubs: [{ url: 'https://features.example.com/enabled', body: { features: ['beta'] } }],
      expect: { result: 'continue', id_token: { 'https://example.com/features': ['beta'] } },
    },
  },
  {
    id: 'risk',
    name: 'Ask a risk service',
    description: 'Denies the sign-in when a service of yours says that the address is a risk.',
    group: 'Services',
    script: `async function (user, context, callback) {
  const axios = require('axios');

  try {
    const response = await axios.post(
      'https://risk.example.com/check',
      { ip: context.request.ip, user_id: user.user_id },
      { headers: { 'x-api-key': configuration.RISK_KEY }, timeout: 2000 },
    );
    if (response.data.risk === 'high') {
      return callback(new UnauthorizedError('This sign-in looks unusual. Ask the help desk.'));
    }
    callback(null, user, context);
  } catch (error) {
    callback(new Error('The risk service did not answer.'));
  }
}
`,
    example: {
      user: { email: 'ada@example.com' },
      configuration: { RISK_KEY: 'secret' },
      stubs: [{ url: 'https://risk.example.com/check', body: { risk: 'high' } }],
      expect: { result: 'deny', error: 'This sign-in looks unusual. Ask the help desk.' },
    },
  },
  {
    id: 'webhook',
    name: 'Tell a service of new people',
    description: 'Posts to an address of yours when somebody signs in for the first time.',
    group: 'Services',
    script: `function (user, context, callback) {
  if (context.stats.loginsCount > 1) return callback(null, user, context);

  const request = require('request');
  request.post(
    {
      url: 'https://hooks.example.com/new-user',
      json: { user_id: user.user_id, email: user.email, application: context.clientName },
      timeout: 3000,
    },
    (error) => {
      if (error) console.warn('The hook did not answer:', error.message);
      context.idToken['https://example.com/announced'] = !error;
      callback(null, user, context);
    },
  );
}
`,
    example: {
      user: { email: 'ada@example.com' },
      context: { stats: { loginsCount: 1 } },
      stubs: [{ url: 'https://hooks.example.com/new-user', status: 202, body: {} }],
      expect: { result: 'continue', id_token: { 'https://example.com/announced': true } },
    },
  },
];
