import { expect, it } from 'vitest';
import { makeProgress } from './progress';

function record(isTTY: boolean) {
  const written: string[] = [];
  const clock = { now: 0 };
  const output = { isTTY, write: (text: string) => written.push(text) };
  return { written, clock, progress: makeProgress(output, () => clock.now) };
}

it('a terminal sees one line that changes and is gone at the end', () => {
  const { written, progress } = record(true);
  progress.show('1 %');
  progress.show('2 %');
  progress.done();
  expect(written).toEqual(['\r\u001b[K1 %', '\r\u001b[K2 %', '\r\u001b[K']);
});

it('a log file gets a whole line each ten seconds', () => {
  const { written, clock, progress } = record(false);
  for (clock.now = 0; clock.now <= 25_000; clock.now += 1000) progress.show(`${clock.now / 1000} s`);
  progress.done();
  expect(written).toEqual(['10 s\n', '20 s\n']);
});
