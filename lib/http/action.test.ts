import { beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { AppError, Conflict, Unauthenticated } from '@/lib/errors';
import { testDatabase } from '@/lib/testing';
import { action, formAction, formPost, leaveFor } from './action';

/** Next's own headers of the request; there is no request outside a server. */
let headers = new Headers();
vi.mock('next/headers', () => ({ headers: async () => headers }));

const database = testDatabase();
const ours = 'http://localhost:3000';
let done: unknown[] = [];
let guarded = 0;

const definition = {
  name: 'test',
  schema: z.strictObject({ name: z.string().max(5) }),
  guard: async () => {
    guarded++;
    return database.context();
  },
  handle: async (_: unknown, input: { name: string }) => {
    if (input.name === 'leave') leaveFor('/elsewhere');
    if (input.name === 'taken') throw new Conflict('It is taken.', { fields: { name: 'It is taken.' } });
    if (input.name === 'bug') throw new Error('with a secret in it');
    done.push(input);
    return { stored: input.name };
  },
};

const form = (fields: Record<string, string>) => {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.set(name, value);
  return data;
};
const post = (fields: Record<string, string>) =>
  new Request(`${ours}/answer`, { method: 'POST', body: form(fields) });

/** The three ways in which one definition is reached. */
const ways: [string, (fields: Record<string, string>) => Promise<unknown>][] = [
  ['a server action', (fields) => action(definition)(fields as { name: string })],
  ['a form without scripts', (fields) => formAction(definition)(null, form(fields))],
  ['a form with scripts', async (fields) => (await formPost(definition)(post(fields))).json()],
];

beforeEach(() => {
  headers = new Headers({ origin: ours });
  done = [];
  guarded = 0;
});

describe.each(ways)('%s', (_, send) => {
  it('from our own page is done', async () => {
    expect(await send({ name: 'ok' })).toEqual({ ok: true, data: { stored: 'ok' } });
    expect(done).toEqual([{ name: 'ok' }]);
  });

  it.each([
    'https://evil.example',
    'null',
    '',
    'http://localhost:3001',
    'https://localhost:3000',
    'http://localhost:3000.evil.example',
    'http://localhost:3000/',
    'http://LOCALHOST:3000',
    undefined,
  ])('from the origin %s is refused before anybody asks who calls (security lesson 30)', async (origin) => {
    headers = new Headers({
      host: 'evil.example',
      'x-forwarded-host': 'evil.example',
      referer: `${ours}/console`,
      ...(origin === undefined ? {} : { origin }),
    });
    expect(await send({ name: 'ok' })).toEqual({
      ok: false,
      code: 'forbidden',
      message: 'Use the page of this site for that.',
    });
    expect([done, guarded]).toEqual([[], 0]);
  });

  it('takes the fields that it names and no other', async () => {
    for (const fields of [{ name: 'ok', user_id: 'auth0|1' }, { name: 'too long' }, {}]) {
      expect(await send(fields as Record<string, string>)).toMatchObject({ ok: false, code: 'invalid' });
    }
    expect(done).toEqual([]);
  });

  it('tells of what may go wrong by field, and of a defect only its id', async () => {
    expect(await send({ name: 'taken' })).toEqual({
      ok: false,
      code: 'conflict',
      message: 'It is taken.',
      fields: { name: 'It is taken.' },
    });
    const answer = await send({ name: 'bug' });
    expect(answer).toMatchObject({ ok: false, code: 'unexpected' });
    expect(JSON.stringify(answer)).not.toContain('secret');
  });
});

it('a caller who is nobody is refused before the input is looked at', async () => {
  const guard = async () => {
    throw new Unauthenticated('You are signed out.');
  };
  const answer = await action({ ...definition, guard })({ name: 'much too long' });
  expect(answer).toEqual({ ok: false, code: 'unauthenticated', message: 'You are signed out.' });
});

it('a form with scripts that leaves the page is told where to, and the answer is kept by nobody', async () => {
  const response = await formPost(definition)(post({ name: 'leave' }));
  expect(await response.json()).toEqual({ ok: true, leaveFor: '/elsewhere' });
  expect(response.headers.get('cache-control')).toBe('no-store');
});

it('a form without scripts leaves by a redirect', async () => {
  await expect(formAction(definition)(null, form({ name: 'leave' }))).rejects.toThrow('NEXT_REDIRECT');
});

it('an expected failure is told apart from a defect by its class alone', async () => {
  const lookalike = Object.assign(new Error('no'), { code: 'forbidden' });
  expect(lookalike).not.toBeInstanceOf(AppError);
  const handle = async () => {
    throw lookalike;
  };
  expect(await action({ ...definition, handle })({ name: 'x' })).toMatchObject({ code: 'unexpected' });
});
