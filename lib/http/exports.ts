import { Hono } from 'hono';
import { requestContext } from '@/lib/http/request-context';
import { webStream } from '@/lib/http/web-stream';
import { openExport } from '@/lib/jobs';
import { managementError } from './management/errors';

/** `/exports/{job}`: where the `location` of an export job leads. Nobody signs in here: the signed link is the right. */
export function exportsApp(): Hono {
  const app = new Hono();
  app.get('/:job', async (c) => {
    const ctx = requestContext(c, { type: 'system', reason: 'export link' }, 'api');
    const { expires = '', signature = '' } = c.req.query();
    const { name, size, pieces } = await openExport(ctx, c.req.param('job'), { expires, signature });
    return c.body(webStream(pieces), 200, {
      'content-type': 'application/gzip',
      'content-length': String(size),
      'content-disposition': `attachment; filename="${name}"`,
      'cache-control': 'no-store',
    });
  });
  app.onError(managementError);
  return app;
}
