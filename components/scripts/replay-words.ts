import type { Tone } from '@/components/ui/badge';
import type { ReplayChange } from '@/lib/trials/schemas';

/** What a replay may find, gravest first. */
export const replayWords: Record<ReplayChange, { word: string; says: string; tone: Tone }> = {
  denied: { word: 'Denied', says: 'went on, and would be refused', tone: 'danger' },
  failed: { word: 'Errors', says: 'the code would fail or run too long', tone: 'danger' },
  allowed: { word: 'Let in', says: 'were refused, and would go on', tone: 'warning' },
  claims: { word: 'Claims', says: 'tokens would say something else', tone: 'accent' },
  metadata: { word: 'Metadata', says: 'something else would be stored', tone: 'accent' },
  redirect: { word: 'Redirect', says: 'people would be sent elsewhere', tone: 'accent' },
  slower: { word: 'Slower', says: 'twice as long, and 20 ms at least', tone: 'warning' },
};
