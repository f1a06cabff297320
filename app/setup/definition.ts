import { z } from 'zod';
import type { Context } from '@/lib/context';
import { type Definition, leaveFor } from '@/lib/http/action';
import { visitorContext } from '@/lib/http/surroundings';
import { completeSetup } from '@/lib/setup';

const schema = z.strictObject({
  token: z.string(),
  email: z.string(),
  password: z.string(),
  name: z.string(),
});

/** What the form of `/setup` does, with scripts and without. */
export const completeSetupDefinition = {
  name: 'complete set-up',
  schema,
  guard: visitorContext,
  handle: async (ctx: Context, form: z.infer<typeof schema>): Promise<never> => {
    const { token, email, password, name } = form;
    const person = { email: email.trim(), password, ...(name.trim() ? { name: name.trim() } : {}) };
    await completeSetup(ctx, { token, ...person });
    leaveFor('/setup/done');
  },
} satisfies Definition<typeof schema, never>;
