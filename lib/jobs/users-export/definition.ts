import { z } from 'zod';
import { defineJob } from '@/lib/queue';
import { usersExportInput } from '../schemas';

export const usersExport = defineJob({
  kind: 'users_export',
  schema: usersExportInput.safeExtend({ connection: z.string().optional() }),
  atOnce: 2,
});
