import { expect, it } from 'vitest';
import { emptyReplay, replayChoices } from './replay-request';

const answer = { method: 'GET', url: 'https://api.example/*', status: '201', headers: {}, body: '{"a": 1}' };

it('asks for the last sign-ins, or the users of a search at an application, with what they may reach', () => {
  const common = { use_configuration: false, use_secrets: false, network: 'off' };
  expect(replayChoices(emptyReplay)).toEqual({ ok: true, value: { ...common, over: { last: 1000 } } });
  const found = { ...emptyReplay, over: 'found', q: ' email:* ', clientId: 'app' } as const;
  expect(replayChoices(found)).toMatchObject({ value: { over: { q: 'email:*', client_id: 'app' } } });
  const stubbed = { ...emptyReplay, usesSecrets: true, network: 'stub', stubs: [answer] } as const;
  expect(replayChoices(stubbed)).toMatchObject({
    value: { use_secrets: true, network: 'stub', stubs: [{ status: 201, body: { a: 1 } }] },
  });
});

it('sends no answers where the network is not theirs, and says what a form lacks', () => {
  expect(replayChoices({ ...emptyReplay, network: 'allow', stubs: [answer] })).not.toHaveProperty(
    'value.stubs',
  );
  expect(replayChoices({ ...emptyReplay, over: 'found' })).toMatchObject({ problem: { field: 'q' } });
  const bad = { ...emptyReplay, network: 'stub', stubs: [{ ...answer, status: '99' }] } as const;
  expect(replayChoices(bad)).toMatchObject({ problem: { field: 'stubs' } });
});
