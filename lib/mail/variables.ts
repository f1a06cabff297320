import type { JsonObject } from '@/db/schema/columns';

/** Of a user, what a template may show. JSON, in the contract's spelling. */
export type MailUser = {
  user_id: string;
  email?: string | undefined;
  email_verified?: boolean | undefined;
  name?: string | undefined;
  nickname?: string | undefined;
  given_name?: string | undefined;
  family_name?: string | undefined;
  picture?: string | undefined;
  username?: string | undefined;
  user_metadata?: JsonObject | undefined;
  app_metadata?: JsonObject | undefined;
};

/** How an import ended, in the mail that says so. */
export type MailImport = {
  id: string;
  connection: string;
  status: 'completed' | 'failed';
  total: number;
  inserted: number;
  updated: number;
  failed: number;
  /** Why the job failed; empty when it did not. */
  reason: string;
  /** Where the Management API tells which records were not taken. */
  errors_url: string;
};

/** Everything that a template sees: the variables that Auth0 documents. */
export type MailVariables = {
  application: { name: string; clientID: string; callback_domain: string };
  connection: { name: string };
  user: MailUser;
  email: string;
  /** The link; empty in a mail without one. */
  url: string;
  tenant: string;
  friendly_name: string;
  support_email: string;
  support_url: string;
  request_language: string;
  /** In the mail about an import alone. */
  import?: MailImport | undefined;
};

/** Values to try a template with before it is saved. */
export function sampleVariables(): MailVariables {
  const email = 'ada@example.com';
  return {
    application: { name: 'Shop', clientID: 'A'.repeat(32), callback_domain: 'https://shop.example.com' },
    connection: { name: 'Username-Password-Authentication' },
    user: {
      user_id: 'auth0|000000000000000000000000',
      email,
      email_verified: false,
      name: 'Ada Lovelace',
      nickname: 'ada',
      given_name: 'Ada',
      family_name: 'Lovelace',
      picture: 'https://example.com/ada.png',
      user_metadata: {},
      app_metadata: {},
    },
    email,
    url: 'https://id.example.com/u/example?ticket=example#',
    tenant: 'id.example.com',
    friendly_name: 'Example',
    support_email: 'help@example.com',
    support_url: 'https://example.com/help',
    request_language: 'en',
    import: {
      id: 'job_0000000000000000',
      connection: 'Username-Password-Authentication',
      status: 'completed',
      total: 3,
      inserted: 1,
      updated: 1,
      failed: 1,
      reason: '',
      errors_url: 'https://id.example.com/api/v2/jobs/job_0000000000000000/errors',
    },
  };
}
