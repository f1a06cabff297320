import { env } from '@/lib/env';
import { egressPolicy } from './policy';
import { createEgress, type Egress, type OwnOrigin } from './send';

const shared = Symbol.for('annex.egress');
type Shared = { egress?: Egress; own?: OwnOrigin };

function holder(): Shared {
  const all: typeof globalThis & { [shared]?: Shared } = globalThis;
  all[shared] ??= {};
  return all[shared];
}

/** The process's one way out, by the operator's lists (`ANNEX_EGRESS_*`). */
export function egress(): Egress {
  const held = holder();
  if (held.egress) return held.egress;
  const { ANNEX_EGRESS_ALLOW: allow, ANNEX_EGRESS_DENY: deny, ANNEX_EGRESS_INTERNAL: internal } = env();
  held.egress = createEgress({ policy: egressPolicy({ allow, deny, internal }), own: () => holder().own });
  return held.egress;
}

/** From now on requests to the server's own public address are answered by `own`, without a connection. */
export function answerOwnOrigin(own: OwnOrigin): void {
  holder().own = own;
}
