import { Badge, type Tone } from '@/components/ui/badge';

/** How a sign-in, or a trial of one, ended. */
export type Decision = 'continue' | 'deny' | 'error' | 'timeout' | 'redirect';

export const decisions: Record<Decision, { word: string; tone: Tone; says: string }> = {
  continue: { word: 'Let in', tone: 'success', says: 'The sign-in goes on.' },
  deny: { word: 'Denied', tone: 'danger', says: 'The sign-in is refused.' },
  error: { word: 'Error', tone: 'danger', says: 'A rule failed, so the sign-in is refused.' },
  timeout: { word: 'Timed out', tone: 'warning', says: 'A rule did not finish, so the sign-in is refused.' },
  redirect: { word: 'Redirect', tone: 'accent', says: 'The browser is sent away before the sign-in ends.' },
};

/** `word`: in the place of that for a sign-in. */
export function DecisionBadge({ result, word }: { result: Decision; word?: string | undefined }) {
  const { tone, ...own } = decisions[result];
  return <Badge tone={tone}>{word ?? own.word}</Badge>;
}
