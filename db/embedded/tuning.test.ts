import { expect, test } from 'vitest';
import { tunedFor } from './tuning';

const gigabyte = 1024 ** 3;

test.each([
  [gigabyte / 2, '128MB', '512MB'],
  [4 * gigabyte, '682MB', '2048MB'],
  [256 * gigabyte, '8192MB', '131072MB'],
])('a machine of %d bytes gives PostgreSQL %s of its own and counts on %s', (memory, own, cached) => {
  expect(tunedFor(memory)).toMatchObject({ shared_buffers: own, effective_cache_size: cached });
});
