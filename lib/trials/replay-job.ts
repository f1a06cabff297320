import { defineJob } from '@/lib/queue';
import { replayInput } from './schemas';

/** A replay that stopped half-way begins anew, three times at most: it is short, and half of one says nothing. */
export const rulesReplay = defineJob({
  kind: 'rules_replay',
  schema: replayInput,
  atOnce: 1,
  maxAttempts: 3,
});
