import { Check, X } from 'lucide-react';

export type PasswordRule = { message: string; verified: boolean };

const isRule = (value: unknown): value is PasswordRule =>
  typeof value === 'object' &&
  value !== null &&
  'message' in value &&
  typeof value.message === 'string' &&
  'verified' in value &&
  typeof value.verified === 'boolean';

/** The rules that came with a refused password; none when something else was wrong with it. */
export function rulesIn(data: Record<string, unknown>): PasswordRule[] {
  return Array.isArray(data.rules) ? data.rules.filter(isRule) : [];
}

/** What a password needs, one line a rule, and which of it the last one had. */
export function PasswordRules({ rules }: { rules: readonly PasswordRule[] }) {
  return (
    <ul aria-label="What the password needs" className="-mt-1 flex flex-col gap-1.5 text-[13px] leading-5">
      {rules.map(({ message, verified }) => (
        <li key={message} className="flex gap-2">
          {verified ? (
            <Check className="mt-0.5 size-4 shrink-0 text-success-soft-foreground" aria-hidden="true" />
          ) : (
            <X className="mt-0.5 size-4 shrink-0 text-danger-soft-foreground" aria-hidden="true" />
          )}
          <span className={verified ? 'text-muted' : undefined}>
            <span className="sr-only">{verified ? 'Kept: ' : 'Missing: '}</span>
            {message}
          </span>
        </li>
      ))}
    </ul>
  );
}
