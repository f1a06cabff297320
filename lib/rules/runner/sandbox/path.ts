function normalizeParts(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (part !== '..' || !path.startsWith('/')) parts.push(part);
  }
  return parts.join('/');
}

function normalize(path: string): string {
  const inner = normalizeParts(path);
  const end = path.endsWith('/') && inner !== '' ? '/' : '';
  return `${path.startsWith('/') ? '/' : ''}${inner}${end}` || '.';
}

function basename(path: string, suffix = ''): string {
  const [name = ''] = path.replace(/\/+$/, '').split('/').slice(-1);
  return suffix !== '' && name !== suffix && name.endsWith(suffix) ? name.slice(0, -suffix.length) : name;
}

function extname(path: string): string {
  const name = basename(path);
  const at = name.lastIndexOf('.');
  return at <= 0 ? '' : name.slice(at);
}

function dirname(path: string): string {
  const at = path.replace(/\/+$/, '').lastIndexOf('/');
  return at < 0 ? '.' : path.slice(0, at) || '/';
}

/** The part of Node's `path` that is text only. The working directory is `/`. */
export const path = {
  sep: '/',
  delimiter: ':',
  normalize,
  basename,
  dirname,
  extname,
  isAbsolute: (given: string) => given.startsWith('/'),
  join: (...parts: string[]) => normalize(parts.filter((part) => part !== '').join('/')),
  resolve: (...parts: string[]) => {
    const from = parts.findLastIndex((part) => part.startsWith('/'));
    return `/${normalizeParts(`/${parts.slice(Math.max(0, from)).join('/')}`)}`;
  },
};
