import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { managementScopes } from '@/lib/access';
import { createClient, rotateSecret, setClientGrant } from '@/lib/clients';
import { defaultConnection } from '@/lib/connections';
import { asActor, type Context, withTransaction } from '@/lib/context';
import { Conflict } from '@/lib/errors';
import { newSecret } from '@/lib/ids';
import { hashPassword } from '@/lib/passwords';
import { createRule, listRules } from '@/lib/rules';
import { grantAdmin } from '@/lib/setup';
import { type CreateUserInput, createUser, listUsers, updateUser } from '@/lib/users';
import { demoUserCount, insertPeople } from './demo-people';
import { demoRules } from './demo-rules';

const application = { clientId: 'AnnexDemoWebApplication000000001', name: 'Demo web application' };
const machine = { clientId: 'AnnexDemoMachineClient0000000001', name: 'Demo management client' };
const redirectUri = 'http://localhost:4000/callback';
const adminEmail = 'admin@annex.example';
const userEmail = 'ada@annex.example';

export type DemoOptions = {
  /** With its trailing slash. */
  issuer: string;
  dataDir: string;
  say?: (line: string) => void;
};

/** What `<dataDir>/demo.json` holds, for scripts that drive the tenant. */
export type DemoFile = {
  url: string;
  admin: { email: string; password: string };
  management: { client_id: string; client_secret: string; audience: string };
  application: { client_id: string; client_secret: string; redirect_uri: string };
  user: { email: string; password: string; connection: string };
};

/** A password that keeps every policy and can be typed. */
function demoPassword(): string {
  return `Demo-${newSecret().slice(0, 12)}-7a`;
}

/** The application's secret: of a new one, or a fresh one of an existing application. */
async function secretOf(
  ctx: Context,
  input: Parameters<typeof createClient>[1] & { client_id: string },
): Promise<string> {
  try {
    return (await createClient(ctx, input)).client_secret ?? '';
  } catch (error) {
    if (!(error instanceof Conflict)) throw error;
    return (await rotateSecret(ctx, input.client_id)).client_secret ?? '';
  }
}

async function findByEmail(ctx: Context, email: string): Promise<string | undefined> {
  const found = await listUsers(ctx, { q: `email:"${email}"` });
  return found.users[0]?.user_id;
}

/** The person with this address, made or given the new password. */
async function person(
  ctx: Context,
  profile: CreateUserInput & { email: string; password: string },
): Promise<string> {
  const existing = await findByEmail(ctx, profile.email);
  if (existing === undefined) return (await createUser(ctx, profile)).user.user_id;
  await updateUser(ctx, existing, { password: profile.password }, { metadata: 'merge' });
  return existing;
}

async function writePrivately(path: string, value: DemoFile): Promise<void> {
  const draft = `${path}.new`;
  await writeFile(draft, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  await rename(draft, path);
}

async function makeClients(
  ctx: Context,
  { issuer }: DemoOptions,
): Promise<Pick<DemoFile, 'management' | 'application'>> {
  const audience = `${issuer}api/v2/`;
  const origin = new URL(redirectUri).origin;
  const clientSecret = await secretOf(ctx, {
    client_id: application.clientId,
    name: application.name,
    callbacks: [redirectUri],
    allowed_logout_urls: [origin, `${origin}/`],
    grant_types: [
      'authorization_code',
      'refresh_token',
      'password',
      'http://auth0.com/oauth/grant-type/password-realm',
    ],
  });
  const machineSecret = await secretOf(ctx, {
    client_id: machine.clientId,
    name: machine.name,
    app_type: 'non_interactive',
  });
  await setClientGrant(ctx, machine.clientId, audience, managementScopes);
  return {
    management: { client_id: machine.clientId, client_secret: machineSecret, audience },
    application: { client_id: application.clientId, client_secret: clientSecret, redirect_uri: redirectUri },
  };
}

async function makeRules(ctx: Context): Promise<void> {
  const names = new Set((await listRules(ctx)).map(({ rule }) => rule.name));
  for (const rule of demoRules) if (!names.has(rule.name)) await createRule(ctx, rule);
}

async function makePeople(ctx: Context): Promise<Pick<DemoFile, 'admin' | 'user'>> {
  const admin = { email: adminEmail, password: demoPassword() };
  const user = { email: userEmail, password: demoPassword(), connection: defaultConnection };
  const common = { connection: defaultConnection, email_verified: true };
  await grantAdmin(ctx, await person(ctx, { ...common, ...admin, name: 'Demo Administrator' }));
  // the crowd comes before the user whose presence says that it is there
  if ((await findByEmail(ctx, user.email)) === undefined) {
    const passwordHash = await hashPassword(user.password);
    await withTransaction(ctx, (tx) => insertPeople(tx, passwordHash, application));
  }
  await person(ctx, {
    ...common,
    email: user.email,
    password: user.password,
    name: 'Ada Lovelace',
    given_name: 'Ada',
    family_name: 'Lovelace',
    user_metadata: {
      theme: 'dark',
      language: 'en',
      address: { city: 'London', country: 'GB' },
      interests: ['chess'],
    },
    app_metadata: { plan: 'pro', status: 'active', roles: ['member', 'editor'], seats: 1 },
  });
  return { admin, user };
}

/**
 * Brings the demo tenant: 10,000 users, two applications, three rules, past sign-ins, and `demo.json` with ways in.
 * Loading it again keeps everything and makes new passwords and secrets, since only their hashes are kept.
 * Gives lines for the operator.
 */
export async function loadDemo(ctx: Context, options: DemoOptions): Promise<string[]> {
  const { issuer, dataDir, say } = options;
  const system = asActor(ctx, { type: 'system', reason: 'demo' }, 'system');
  say?.('Loading the demo tenant.');
  const { management, application: web } = await makeClients(system, options);
  const { admin, user } = await makePeople(system);
  await makeRules(system);
  const path = join(dataDir, 'demo.json');
  await mkdir(dataDir, { recursive: true });
  await writePrivately(path, { url: issuer.replace(/\/$/, ''), admin, management, application: web, user });
  return [
    `The demo tenant has ${demoUserCount.toLocaleString('en')} users. Ways in (all of them in ${path}):`,
    `  console  ${issuer}console  ${admin.email}  ${admin.password}`,
    `  profile  ${issuer}profile  ${user.email}  ${user.password}`,
  ];
}
