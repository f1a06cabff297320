import { describe, expect, it } from 'vitest';
import { localeOf, wantedLanguages } from './languages';

describe('the languages that a browser wants', () => {
  it.each([
    ['de-CH, de;q=0.9, en;q=0.8', ['de-CH', 'de', 'en']],
    ['en;q=0.2,fr , de;q=0.9', ['fr', 'de', 'en']],
    ['*', []],
    ['en;q=0, de;q=NaN, fr;q=2, it;q=x', []],
    ['"><script>, en', ['en']],
    [undefined, []],
  ])('of %s, the most wanted first, are %j', (header, tags) => {
    expect(wantedLanguages(header)).toEqual(tags);
  });
});

describe('the locale of a sign-in', () => {
  it.each([
    [['de-CH', 'en'], ['en', 'de'], 'de'],
    [['zh-Hant-TW'], ['en', 'ZH-hant', 'zh'], 'ZH-hant'],
    [['fr'], ['es', 'en'], 'es'],
    [[], ['pt-BR'], 'pt-BR'],
  ])('for %j of a tenant with %j is %s', (wanted, enabled, locale) => {
    expect(localeOf(wanted, enabled)).toBe(locale);
  });
});
