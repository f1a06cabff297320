import { z } from 'zod';
import { emailAddress } from '@/lib/users/schemas';

/** Who becomes the first administrator. */
export const firstAdminInput = z.strictObject({
  email: emailAddress,
  password: z.string().min(8, 'At least 8 characters are needed').max(1024),
  name: z.string().min(1).max(300).optional(),
});
