import type { Tone } from '@/components/ui/badge';
import type { ReplayChange, ReplaySummary, ReplayView } from '@/lib/trials/schemas';

/** What a replay may find, gravest first. */
export const replayWords: Record<ReplayChange, { word: string; says: string; tone: Tone }> = {
  denied: { word: 'Denied', says: 'went on, and would be refused', tone: 'danger' },
  failed: { word: 'Errors', says: 'the code would fail or run too long', tone: 'danger' },
  allowed: { word: 'Let in', says: 'were refused, and would go on', tone: 'warning' },
  claims: { word: 'Claims', says: 'tokens would say something else', tone: 'accent' },
  metadata: { word: 'Metadata', says: 'something else would be stored', tone: 'accent' },
  session: {
    word: 'Session',
    says: 'session or refresh token would end or hold something else',
    tone: 'accent',
  },
  redirect: { word: 'Redirect', says: 'people would be sent elsewhere', tone: 'accent' },
  slower: { word: 'Slower', says: 'twice as long, and 20 ms at least', tone: 'warning' },
};

export const replayStates: Record<ReplayView['status'], string> = {
  pending: 'Waiting to begin',
  running: 'Running',
  completed: 'Completed',
  cancelled: 'Cancelled',
  failed: 'Failed',
};

/** What a replay has found, in a few words. Pure. */
export function foundWords({ changes, total }: ReplaySummary): string {
  const found = Object.entries(replayWords).flatMap(([id, { word }]) => {
    const count = changes[id as ReplayChange];
    return count > 0 ? [`${count} ${word.toLowerCase()}`] : [];
  });
  return `Of ${total}: ${found.length > 0 ? found.join(', ') : 'nothing would change'}.`;
}

/** Whether people would be kept out who come in today. Pure. */
export const isGraveFind = ({ changes }: ReplaySummary): boolean => changes.denied + changes.failed > 0;

/** What a replay is over. Pure. */
export function overWords({ over }: Pick<ReplayView, 'over'>): string {
  return 'last' in over ? `the last ${over.last.toLocaleString('en-GB')} sign-ins` : `users of ${over.q}`;
}
