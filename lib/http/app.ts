import { Hono } from 'hono';
import { exportsApp } from './exports';
import { managementApp } from './management';
import { protocolApp } from './oidc';

/** Everything that is not a page, in one app: the server mounts it before Next, and tests call `request`. */
export function makeApp(): Hono {
  const app = new Hono();
  app.get('/health', (c) => c.json({ status: 'ok' }));
  app.route('/api/v2', managementApp());
  app.route('/exports', exportsApp());
  app.route('/', protocolApp());
  app.notFound((c) => c.json({ error: 'not_found', error_description: 'There is nothing here.' }, 404));
  return app;
}

/** The app of this process. */
export const app = makeApp();
