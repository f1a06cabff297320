import type { Context } from '@/lib/context';
import type { Held } from '@/lib/roles';

export type AuthMethod = { name: string; timestamp: number };

export const hasMfa = (methods: readonly AuthMethod[] = []): boolean =>
  methods.some(({ name }) => name === 'mfa');

/** The methods without a second factor, as of somebody whose factor it was not. */
export function withoutMfa(methods: readonly AuthMethod[]): AuthMethod[] {
  return methods.filter(({ name }) => name !== 'mfa');
}

/** The methods with a second factor that is proven now. */
export function withMfa(ctx: Context, methods: readonly AuthMethod[] = []): AuthMethod[] {
  return [...withoutMfa(methods), { name: 'mfa', timestamp: ctx.now().getTime() }];
}

/** Whether what was proven at `timestamp` (milliseconds) is of the app that the person has now, and not of one before. */
export function isProofOf({ appSinceMs }: Held, timestamp: number): boolean {
  return appSinceMs !== null && timestamp >= appSinceMs;
}

/** The methods that count still: when an app goes, what was proven by it goes too. */
export function standingMethods(held: Held, methods: readonly AuthMethod[]): AuthMethod[] {
  return methods.filter(({ name, timestamp }) => name !== 'mfa' || isProofOf(held, timestamp));
}
