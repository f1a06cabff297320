/**
 * `value` when it is a path of this site, else `fallback`: what may follow a sign-in. Whatever a browser would read as
 * another host (`//host`, `/\host`, control characters) is refused.
 */
export function localPath(value: string | null | undefined, fallback: string): string {
  if (!value || !/^\/(?![/\\])[^\\\p{Cc}]*$/u.test(value)) return fallback;
  const url = new URL(value, 'http://annex.invalid');
  if (url.host !== 'annex.invalid' || url.pathname.startsWith('//')) return fallback;
  return `${url.pathname}${url.search}${url.hash}`;
}
