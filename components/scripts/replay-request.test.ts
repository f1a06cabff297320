import { expect, it } from 'vitest';
import { emptyReplay, replayChoices } from './replay-request';
import { foundWords, isGraveFind, overWords } from './replay-words';

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

const nothing = {
  denied: 0,
  failed: 0,
  allowed: 0,
  claims: 0,
  metadata: 0,
  session: 0,
  redirect: 0,
  slower: 0,
};

it.each([
  { changes: { ...nothing, claims: 4 }, isGrave: false, words: 'Of 9: 4 claims.' },
  { changes: { ...nothing, denied: 1 }, isGrave: true, words: 'Of 9: 1 denied.' },
  { changes: { ...nothing, failed: 2 }, isGrave: true, words: 'Of 9: 2 errors.' },
])('what keeps people out is told apart from what changes what they get: $words', (found) => {
  const summary = { total: 9, changes: found.changes } as Parameters<typeof foundWords>[0];
  expect(isGraveFind(summary)).toBe(found.isGrave);
  expect(foundWords(summary)).toBe(found.words);
});

it('a run over many sign-ins is named with a number that can be read', () => {
  expect(overWords({ over: { last: 10_000 } } as Parameters<typeof overWords>[0])).toBe(
    'the last 10,000 sign-ins',
  );
});
