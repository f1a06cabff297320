'use server';

import { z } from 'zod';
import { action } from '@/lib/http/action';
import { adminContext } from '@/lib/http/session';
import { confirmProvider } from '@/lib/mail';

export const confirmProviderAction = action({
  name: 'confirm mail provider',
  schema: z.null(),
  guard: adminContext,
  handle: async (ctx) => {
    await confirmProvider(ctx);
    return null;
  },
});
