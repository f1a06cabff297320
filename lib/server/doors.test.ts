import { describe, expect, it } from 'vitest';
import { apiPaths, doorOf, pathOf } from './doors';

describe('the door of a path', () => {
  it.each([
    '/api/v2/users',
    '/oauth/token',
    '/authorize',
    '/userinfo',
    '/.well-known/openid-configuration',
    '/dbconnections/signup',
    '/v2/logout',
    '/oidc/logout',
    '/continue',
    '/login/callback',
    '/exports/job_0000000000000000',
    '/health',
  ])('is the API for %s', (path) => {
    expect(doorOf(path)).toBe('api');
  });

  it.each([
    '/',
    '/console/users',
    '/profile',
    '/u/login',
    '/api/auth/session',
    '/api/v2',
    '/authorized',
    '/authorize/x',
    '/healthy',
    '//api/v2/users',
    '/api%2Fv2/users',
    '/API/v2/users',
    '/console/api/v2/users',
  ])('is the pages for %s', (path) => {
    expect(doorOf(path)).toBe('pages');
  });

  it('is decided by the path alone, in every form of a request line', () => {
    expect(pathOf('/authorize?client_id=/api/v2/')).toBe('/authorize');
    expect(pathOf('http://evil.example/userinfo?x')).toBe('/userinfo');
    expect(pathOf('http://evil.example')).toBe('/');
    expect(pathOf('//evil.example/userinfo')).toBe('//evil.example/userinfo');
  });

  it('has each path once', () => {
    expect(new Set(apiPaths).size).toBe(apiPaths.length);
  });
});
