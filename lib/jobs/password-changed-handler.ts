import type { z } from 'zod';
import { runPostChangePassword } from '@/lib/actions';
import type { JobHandler } from '@/lib/queue';
import type { passwordChanged } from '@/lib/users';

/** The Actions see the request that changed the password, not the job. */
export const passwordChangedHandler: JobHandler<z.output<typeof passwordChanged.schema>> = {
  run: ({ payload, ctx }) => {
    const { user_id, connection, client_id, method, ip, user_agent } = payload;
    const { ip: _ip, userAgent: _agent, ...rest } = ctx;
    const asked = {
      ...rest,
      ...(ip === undefined ? {} : { ip }),
      ...(user_agent === undefined ? {} : { userAgent: user_agent }),
    };
    return runPostChangePassword(asked, { userId: user_id, connection, clientId: client_id, method });
  },
};
