import { z } from 'zod';
import { defineJob } from '@/lib/queue';

export const usersImport = defineJob({
  kind: 'users_import',
  schema: z.object({
    connection_id: z.string(),
    connection: z.string(),
    upsert: z.boolean(),
    external_id: z.string().optional(),
    send_completion_email: z.boolean(),
    /** Bytes of the file, which is stored with the job. */
    size: z.number(),
  }),
  cause: 'import',
  atOnce: 2,
});
