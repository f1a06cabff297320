import { describe, expect, it } from 'vitest';
import { commonHeaders, newNonce, pagePolicy } from './security-headers';

function directives(path: string, dev = false): Record<string, string> {
  const policy = pagePolicy({ path, nonce: 'bm9uY2U=', origin: 'https://id.example.com', dev });
  return Object.fromEntries(
    policy.split('; ').map((directive) => {
      const [name = '', ...sources] = directive.split(' ');
      return [name, sources.join(' ')];
    }),
  );
}

describe('the policy of a page', () => {
  it('runs scripts by nonce only', () => {
    expect(directives('/console')['script-src']).toBe("'self' 'nonce-bm9uY2U=' 'strict-dynamic'");
  });

  it('is eased for hot reload in development only', () => {
    expect(directives('/console', true)['script-src']).toContain("'unsafe-eval'");
    expect(directives('/console', true)['connect-src']).toBe("'self' ws: wss:");
    expect(directives('/console')['connect-src']).toBe("'self'");
  });

  it('lets nobody frame a page, move its base or load a plug-in', () => {
    expect(directives('/u/login')).toMatchObject({
      'frame-ancestors': "'none'",
      'base-uri': "'none'",
      'object-src': "'none'",
    });
  });

  it('keeps forms at home, but for the sign-in pages, whose forms end at an application', () => {
    expect(directives('/console/users')['form-action']).toBe("'self' https://id.example.com");
    expect(directives('/setup')['form-action']).toBe("'self' https://id.example.com");
    expect(directives('/u/login')).not.toHaveProperty('form-action');
  });

  it('has another nonce each time, in the form that Next accepts', () => {
    const nonces = Array.from({ length: 200 }, newNonce);
    expect(new Set(nonces).size).toBe(200);
    for (const nonce of nonces) expect(nonce).toMatch(/^[A-Za-z0-9+/_-]+={0,2}$/);
  });
});

describe('the headers of every response', () => {
  it.each([
    ['http://localhost:3000', false],
    ['https://localhost:3000', false],
    ['https://127.0.0.1', false],
    ['https://[::1]:3000', false],
    ['http://id.example.com', false],
    ['https://id.example.com', true],
  ])('for %s have strict transport security: %s', (url, has) => {
    expect('strict-transport-security' in commonHeaders(url)).toBe(has);
    expect(commonHeaders(url)['x-content-type-options']).toBe('nosniff');
  });
});
