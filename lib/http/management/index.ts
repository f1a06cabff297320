import { OpenAPIHono } from '@hono/zod-openapi';
import { insufficientScope } from '@/lib/access';
import { AppError, NotFound } from '@/lib/errors';
import { limitBody } from '@/lib/http/limit-body';
import { mountActionTrials } from './action-trials';
import { mountActions } from './actions';
import { authenticate } from './authenticate';
import { mountClientCredentials } from './client-credentials';
import { mountClientGrants } from './client-grants';
import { mountClients } from './clients';
import { mountConnections } from './connections';
import { preflight } from './cors';
import { mountEmails, mountEmailTemplates } from './emails';
import { managementError } from './errors';
import { mountDeviceCredentials, mountGrants } from './grants';
import { mountJobs } from './jobs';
import { mountLogs } from './logs';
import type { ManagementApp } from './operation';
import { mountRefreshTokens } from './refresh-tokens';
import { registerSecurity } from './register';
import { mountReplays } from './replays';
import { mountResourceServers } from './resource-servers';
import { mountRoles } from './roles';
import { mountRuleTrials, mountSignIns } from './rule-trials';
import { mountRules, mountRulesConfigs } from './rules';
import { mountSessions } from './sessions';
import { mountSigningKeys } from './signing-keys';
import { mountStats } from './stats';
import { mountTenants } from './tenants';
import { mountTickets, mountVerificationEmail } from './tickets';
import { unspokenScope } from './unspoken';
import { mountUserAccess } from './user-access';
import { mountUserBlocks } from './user-blocks';
import { mountUserFactors } from './user-factors';
import { mountUserIdentities } from './user-identities';
import { mountUsers } from './users';
import { mountUsersByEmail } from './users-by-email';

const maxBodyBytes = 1024 * 1024;
/** Below what Node reads of a request's head, so that the refusal is ours. */
const maxUrlLength = 12 * 1024;
/** Their handlers count the bytes themselves, as they stream. */
const uploads = new Set(['POST /api/v2/jobs/users-imports']);

/** One entry a resource, in the order of the reference page. */
const resources: ((app: ManagementApp) => void)[] = [
  mountUsers,
  mountUsersByEmail,
  mountUserAccess,
  mountUserBlocks,
  mountUserIdentities,
  mountUserFactors,
  mountConnections,
  mountRules,
  mountRuleTrials,
  mountActionTrials,
  mountReplays,
  mountSignIns,
  mountRulesConfigs,
  mountActions,
  mountJobs,
  mountResourceServers,
  mountClientGrants,
  mountRoles,
  mountLogs,
  mountStats,
  mountTenants,
  mountEmailTemplates,
  mountEmails,
  mountTickets,
  mountVerificationEmail,
  mountSigningKeys,
  mountSessions,
  mountRefreshTokens,
  mountGrants,
  mountDeviceCredentials,
  mountClients,
  mountClientCredentials,
];

/** The Management API (`reference/management-api.md`), to be mounted at `/api/v2`. */
export function managementApp(): OpenAPIHono {
  const app = new OpenAPIHono();
  const limited = limitBody(
    maxBodyBytes,
    () => new AppError('too_large', `A request body may have ${maxBodyBytes} bytes.`),
  );
  app.use(preflight);
  app.use(async (c, next) => {
    if (c.req.url.length > maxUrlLength) {
      throw new AppError('uri_too_long', `The address is too long: ${maxUrlLength} characters are allowed.`);
    }
    await next();
  });
  app.use((c, next) => (uploads.has(`${c.req.method} ${c.req.path}`) ? next() : limited(c, next)));
  registerSecurity(app);
  for (const mount of resources) mount(app);
  // A route, because the app that this one is mounted in would answer otherwise.
  app.all('*', async (c) => {
    const scope = unspokenScope(c.req.method, c.req.path.replace(/^\/api\/v2/, ''));
    if (scope === null) throw new NotFound('Not Found');
    await authenticate(c);
    throw insufficientScope([scope]);
  });
  app.onError(managementError);
  return app;
}
