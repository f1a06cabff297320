import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { log } from '@/lib/log';
import { doorOf, pathOf } from './doors';
import { requestCleaner, setHeaders } from './incoming';
import { commonHeaders, newNonce, pagePolicy } from './security-headers';

type Handler = (req: IncomingMessage, res: ServerResponse) => Promise<unknown>;

export type Doors = { api: Handler; pages: Handler };

export type ListenerOptions = { publicUrl: string; proxies: number; dev: boolean };

export type Listener = {
  handle: RequestListener;
  /** From now on requests go through; before, they are answered 503. */
  open(doors: Doors): void;
};

function answer(res: ServerResponse, status: number, message: string): void {
  if (res.headersSent) {
    res.destroy();
    return;
  }
  res.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' });
  res.end(`${message}\n`);
}

/** The one listener of the server: cleans the request, sets what every response carries, picks the door by path. */
export function makeListener({ publicUrl, proxies, dev }: ListenerOptions): Listener {
  const clean = requestCleaner({ publicUrl, proxies });
  const common = Object.entries(commonHeaders(publicUrl));
  let doors: Doors | undefined;

  const toPages = (req: IncomingMessage, res: ServerResponse, path: string, pages: Handler) => {
    const policy = pagePolicy({ path, nonce: newNonce(), origin: publicUrl, dev });
    setHeaders(req, { 'content-security-policy': policy }); // Next reads the nonce for its own scripts from here
    res.setHeader('content-security-policy', policy);
    return pages(req, res);
  };

  const handle = (req: IncomingMessage, res: ServerResponse) => {
    for (const [name, value] of common) res.setHeader(name, value);
    if (!doors) {
      res.setHeader('retry-after', '1');
      answer(res, 503, 'Annex is starting.');
      return;
    }
    clean(req);
    const path = pathOf(req.url ?? '/');
    const work = doorOf(path) === 'api' ? doors.api(req, res) : toPages(req, res, path, doors.pages);
    work.catch((error: unknown) => {
      log().error({ err: error, method: req.method, path }, 'A request failed outside its handler.');
      answer(res, 500, 'Something went wrong.');
    });
  };
  return {
    handle,
    open: (opened) => {
      doors = opened;
    },
  };
}
