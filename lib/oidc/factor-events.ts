import type { GivenFactor, ProofFault } from '@/lib/factors';
import type { FactorEventType } from './events';

type Kind = 'code' | 'recoveryCode';

/** What the log row of each outcome is called, by what was given. */
export const factorEvents: Record<Kind, Record<ProofFault | 'proven', FactorEventType>> = {
  code: { proven: 'gd_auth_succeed', wrong: 'gd_auth_failed', limited: 'gd_otp_rate_limit_exceed' },
  recoveryCode: {
    proven: 'gd_recovery_succeed',
    wrong: 'gd_recovery_failed',
    limited: 'gd_recovery_rate_limit_exceed',
  },
};

export const kindOf = (given: GivenFactor): Kind => ('code' in given ? 'code' : 'recoveryCode');
