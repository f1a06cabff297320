import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { localPath } from './local-path';

describe('localPath', () => {
  it.each(['/console', '/console/users/auth0%7C1?tab=history', '/profile#metadata'])('keeps %s', (path) => {
    expect(localPath(path, '/')).toBe(path);
  });

  it.each([
    null,
    '',
    'console',
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    'https://evil.example/',
    'javascript:alert(1)',
    '/..//evil.example',
    '/a\\..\\..\\/evil',
  ])('refuses %j', (path) => {
    expect(localPath(path, '/fallback')).toBe('/fallback');
  });

  it('never leaves the site, whatever it is given', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(new URL(localPath(text, '/'), 'https://annex.example').origin).toBe('https://annex.example');
        expect(new URL(localPath(`/${text}`, '/'), 'https://annex.example').origin).toBe(
          'https://annex.example',
        );
      }),
    );
  });
});
