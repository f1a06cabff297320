import { expect, it } from 'vitest';
import { bagChanges } from './recorded-writes';

const user = {
  user_id: 'auth0|1',
  app_metadata: { plan: 'free', seats: 1, old: true },
};

it('shows what several writes to one bag would leave, as one change', () => {
  const changes = bagChanges(
    [
      { user_id: 'auth0|1', bag: 'app_metadata', patch: { plan: 'pro', seats: 2 } },
      { user_id: 'auth0|1', bag: 'app_metadata', patch: { seats: 1, old: null } },
    ],
    user,
  );
  expect(changes).toEqual([
    {
      userId: 'auth0|1',
      bag: 'app_metadata',
      writes: 2,
      differences: [
        { path: ['plan'], before: 'free', after: 'pro' },
        { path: ['old'], before: true, after: undefined },
      ],
    },
  ]);
});

it('keeps bags and users apart', () => {
  const changes = bagChanges(
    [
      { user_id: 'auth0|1', bag: 'user_metadata', patch: { a: 1 } },
      { user_id: 'auth0|2', bag: 'user_metadata', patch: { a: 1 } },
    ],
    user,
  );
  expect(changes.map(({ userId }) => userId)).toEqual(['auth0|1', 'auth0|2']);
});
