/** What one caller has left. Times are epoch milliseconds. */
export type Bucket = {
  tokens: number;
  at: number;
  /** When the next token comes. */
  refillsAt: number;
  /** Whether the last call found nothing. */
  isDry: boolean;
};

export type BucketLimits = { size: number; perSecond: number };

/** One call out of a token bucket; pure. A caller who is not known yet has a full one. */
export function take(
  known: Bucket | undefined,
  { size, perSecond }: BucketLimits,
  now: number,
): { bucket: Bucket; isTaken: boolean; isNewlyDry: boolean } {
  const elapsed = known ? Math.max(0, now - known.at) : 0;
  const filled = Math.min(size, (known?.tokens ?? size) + (elapsed * perSecond) / 1000);
  const isTaken = filled >= 1;
  const tokens = isTaken ? filled - 1 : filled;
  const missing = Math.floor(tokens) + 1 - tokens;
  const refillsAt = now + (missing / perSecond) * 1000;
  return {
    bucket: { tokens, at: now, refillsAt, isDry: !isTaken },
    isTaken,
    isNewlyDry: !isTaken && !known?.isDry,
  };
}
