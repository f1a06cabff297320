/**
 * The moment that an Action asked for, in milliseconds: no later than `latest`, and no earlier than now, since what is
 * past is simply over.
 */
export function askedMoment(
  asked: number,
  { now, latest }: { now: Date; latest: Date },
): { moment: Date; isCapped: boolean } {
  const moment = new Date(Math.max(now.getTime(), Math.min(asked, latest.getTime())));
  return { moment, isCapped: asked > latest.getTime() };
}
