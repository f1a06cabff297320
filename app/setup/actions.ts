'use server';

import { redirect } from 'next/navigation';
import { z } from 'zod';
import { formAction } from '@/lib/http/action';
import { visitorContext } from '@/lib/http/surroundings';
import { completeSetup } from '@/lib/setup';

export const completeSetupAction = formAction({
  name: 'complete set-up',
  schema: z.strictObject({ token: z.string(), email: z.string(), password: z.string(), name: z.string() }),
  guard: visitorContext,
  handle: async (ctx, { token, email, password, name }) => {
    await completeSetup(ctx, {
      token,
      email: email.trim(),
      password,
      ...(name.trim() ? { name: name.trim() } : {}),
    });
    redirect('/setup/done');
  },
});
