import { describe, expect, it } from 'vitest';
import { makeObserved } from './observed';
import { parseRecent, withRecent } from './recent-queries';
import type { Lookup } from './suggestions';

const keysOf = (prefix: string): Lookup => ({ kind: 'keys', bag: 'app_metadata', prefix });
const valuesOf = (prefix: string): Lookup => ({ kind: 'values', path: 'app_metadata.plan', prefix });
const key = (path: string) => ({ path, kinds: ['text'] });

describe('what was observed', () => {
  it('is asked once, and not again for a longer beginning when the answer was whole', () => {
    const observed = makeObserved();
    expect(observed.missing([keysOf(''), keysOf('pl')])).toEqual([keysOf('')]);
    observed.store(keysOf(''), [key('Plan'), key('seats')]);
    expect(observed.missing([keysOf(''), keysOf('pl')])).toEqual([]);
    expect(observed.keys('app_metadata', 'pl')).toEqual([key('Plan')]);
    expect(observed.keys('user_metadata', '')).toBeUndefined();
  });

  it('is asked again when the answer may have left some out', () => {
    const observed = makeObserved();
    observed.store(
      keysOf(''),
      Array.from({ length: 50 }, (_, index) => key(`k${index}`)),
    );
    expect(observed.missing([keysOf('k1')])).toEqual([keysOf('k1')]);
    observed.store(keysOf('k1'), [key('k1'), key('k10')]);
    expect(observed.keys('app_metadata', 'k10')).toEqual([key('k10')]);
  });

  it('keeps the case of values, and asks for those that the sample did not have', () => {
    const observed = makeObserved();
    observed.store(valuesOf(''), [
      { value: 'gold', kind: 'text' },
      { value: 'Gold', kind: 'text' },
    ]);
    expect(observed.values('app_metadata.plan', 'g')).toEqual([{ value: 'gold', kind: 'text' }]);
    expect(observed.missing([valuesOf('g')])).toEqual([]);
    expect(observed.missing([valuesOf('rare')])).toEqual([valuesOf('rare')]);
    observed.store(valuesOf('rare'), []);
    expect(observed.missing([valuesOf('rare')])).toEqual([]);
  });
});

describe('recent searches', () => {
  it('are ten at most, each once, newest first', () => {
    const many = Array.from({ length: 12 }, (_, index) => `q${index}`).reduce<string[]>(withRecent, []);
    expect(many).toHaveLength(10);
    expect(withRecent(many, ' q5 ').slice(0, 2)).toEqual(['q5', 'q11']);
    expect(withRecent(many, 'q5')).toHaveLength(10);
    expect(withRecent(many, 'x'.repeat(501))).toEqual(many);
  });

  it('are none when the browser kept something else', () => {
    for (const kept of [undefined, null, {}, 'x', 5]) expect(parseRecent(kept)).toEqual([]);
    expect(parseRecent(['a', 5, null, 'b'])).toEqual(['a', 'b']);
  });
});
