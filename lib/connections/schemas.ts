import { z } from 'zod';

export const passwordPolicies = ['none', 'low', 'fair', 'good', 'excellent'] as const;

/** What this version reads of a database connection's `options`; other members are kept as given. */
export const databaseOptions = z.looseObject({
  passwordPolicy: z.enum(passwordPolicies).default('good'),
  requires_username: z.boolean().default(false),
  disable_signup: z.boolean().default(false),
});

export type DatabaseOptions = z.infer<typeof databaseOptions>;

export type ConnectionView = {
  id: string;
  name: string;
  strategy: string;
  options: DatabaseOptions;
  metadata: Record<string, string>;
};
