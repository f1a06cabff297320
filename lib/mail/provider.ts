import { emailProvider } from '@/db/schema';
import type { JsonObject } from '@/db/schema/columns';
import type { Context } from '@/lib/context';
import { Invalid, NotFound } from '@/lib/errors';
import { open, seal } from '@/lib/secrets';
import {
  type ProviderCredentials,
  type ProviderSettings,
  type ProviderView,
  type SendingProvider,
  sendingProviders,
} from './schemas';
import { credentialsOf } from './smtp-options';

/** The provider as it is stored, its credentials in clear. For this domain only. */
export type StoredProvider = {
  name: SendingProvider;
  enabled: boolean;
  defaultFromAddress: string | null;
  credentials: ProviderCredentials;
  settings: ProviderSettings;
  confirmed: boolean;
};

const isSending = (name: string): name is SendingProvider => sendingProviders.some((known) => known === name);

/** The tenant's provider, or null. One statement. `lock` holds it until the transaction ends. */
export async function findProvider(
  ctx: Context,
  options: { lock?: boolean } = {},
): Promise<StoredProvider | null> {
  const query = ctx.db.select().from(emailProvider);
  const [row] = await (options.lock ? query.for('update') : query);
  if (!row || !isSending(row.name)) return null;
  return {
    name: row.name,
    enabled: row.enabled,
    defaultFromAddress: row.defaultFromAddress,
    credentials: JSON.parse(open(row.credentials)),
    settings: row.settings as ProviderSettings,
    confirmed: row.confirmed,
  };
}

/** As `findProvider`; throws NotFound `inexistent_email_provider` when there is none. */
export async function fetchProvider(ctx: Context, options: { lock?: boolean } = {}): Promise<StoredProvider> {
  const provider = await findProvider(ctx, options);
  if (provider) return provider;
  throw new NotFound('There is not a configured email provider', {
    errorCode: 'inexistent_email_provider',
  });
}

/** The columns of a provider that `ctx.actor` has just set. */
export function providerRow(ctx: Context, provider: Omit<StoredProvider, 'confirmed'>) {
  return {
    slot: 'tenant' as const,
    name: provider.name,
    enabled: provider.enabled,
    defaultFromAddress: provider.defaultFromAddress,
    credentials: seal(JSON.stringify(provider.credentials)),
    settings: provider.settings as JsonObject | null,
    confirmed: ctx.actor.type === 'admin' || ctx.actor.type === 'system',
    updatedAt: ctx.now(),
  };
}

/** The contract's shape (8.3): of the credentials only host, port, user and region. */
export function presentProvider(provider: Omit<StoredProvider, 'confirmed'>): ProviderView {
  const { smtp_host, smtp_port, smtp_user, region } = provider.credentials;
  return {
    name: provider.name,
    enabled: provider.enabled,
    ...(provider.defaultFromAddress === null ? {} : { default_from_address: provider.defaultFromAddress }),
    credentials: {
      ...(smtp_host === undefined ? {} : { smtp_host }),
      ...(smtp_port === undefined ? {} : { smtp_port }),
      ...(smtp_user === undefined ? {} : { smtp_user }),
      ...(region === undefined || region === null ? {} : { region }),
    },
    ...(provider.settings === null ? {} : { settings: provider.settings }),
  };
}

function invalid(reason: string, property: string): Invalid {
  return new Invalid(`Payload validation error: '${reason}' on property ${property}.`, {
    errorCode: 'invalid_body',
    fields: { [property]: reason },
  });
}

/** Refuses credentials that the provider does not take, or that are not all it needs. */
export function assertCredentials(name: SendingProvider, credentials: ProviderCredentials): void {
  const { required, optional } = credentialsOf[name];
  const given = Object.keys(credentials) as (keyof ProviderCredentials)[];
  const missing = required.find((key) => (credentials[key] ?? null) === null);
  if (missing !== undefined) throw invalid(`Missing required property: ${missing}`, 'credentials');
  const foreign = given.filter((key) => !required.includes(key) && !optional.includes(key));
  if (foreign.length > 0) {
    throw invalid(`Additional properties not allowed: ${foreign.join(',')}`, 'credentials');
  }
  if ((credentials.smtp_user === undefined) !== (credentials.smtp_pass === undefined)) {
    throw invalid('smtp_user and smtp_pass go together', 'credentials');
  }
  if (name === 'sparkpost' && ![undefined, null, 'eu'].includes(credentials.region)) {
    throw invalid('The region is eu or null', 'credentials.region');
  }
}
