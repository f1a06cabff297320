/** The words that Auth0 puts into the address where a person goes on. */
const words = {
  password: 'You can now login to the application with the new password.',
  email: 'Your email was verified. You can continue using the application.',
  used: 'This URL can be used only once',
  expired: 'Access expired.',
} as const;

export type ResultOf = { resultUrl: string | null; includesEmail: boolean; email: string | null };

/** The ticket's `result_url` with what came of it; null when it has none. */
export function resultAddress(
  { resultUrl, includesEmail, email }: ResultOf,
  outcome: keyof typeof words,
): string | null {
  const url = resultUrl === null ? null : URL.parse(resultUrl);
  if (!url) return null;
  const isSuccess = outcome === 'password' || outcome === 'email';
  if (includesEmail && email !== null) url.searchParams.set('email', email);
  url.searchParams.set('success', String(isSuccess));
  url.searchParams.set('code', isSuccess ? 'success' : outcome);
  url.searchParams.set('message', words[outcome]);
  return url.href;
}
