import { defineJob } from '@/lib/queue';
import { replayInput } from './schemas';

/** A replay that stopped half-way begins anew, three times at most: it is short, and half of one says nothing. */
const common = { schema: replayInput, atOnce: 1, maxAttempts: 3 };

export const rulesReplay = defineJob({ kind: 'rules_replay', ...common });
export const actionsReplay = defineJob({ kind: 'actions_replay', ...common });
