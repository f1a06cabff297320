import { OpenAPIHono } from '@hono/zod-openapi';
import { bodyLimit } from 'hono/body-limit';
import { AppError, NotFound } from '@/lib/errors';
import { managementError } from './errors';
import { registerSecurity } from './register';
import { mountRules, mountRulesConfigs } from './rules';
import { mountUsers } from './users';

const maxBodyBytes = 1024 * 1024;

/** The Management API (`reference/management-api.md`), to be mounted at `/api/v2`. */
export function managementApp(): OpenAPIHono {
  const app = new OpenAPIHono();
  app.use(
    bodyLimit({
      maxSize: maxBodyBytes,
      onError: () => {
        throw new AppError('too_large', `A request body may have ${maxBodyBytes} bytes.`);
      },
    }),
  );
  registerSecurity(app);
  mountUsers(app);
  mountRules(app);
  mountRulesConfigs(app);
  // A route, because the app that this one is mounted in would answer otherwise.
  app.all('*', () => {
    throw new NotFound('Not Found');
  });
  app.onError(managementError);
  return app;
}
