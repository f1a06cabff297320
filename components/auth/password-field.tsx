'use client';

import { useState, useSyncExternalStore } from 'react';
import { AuthField } from './auth-field';

type PasswordFieldProps = {
  autoComplete: 'current-password' | 'new-password';
  label?: string;
  error: string | undefined;
  autoFocus?: boolean;
};

const never = () => () => undefined;

/** The password, which can be shown while it is typed. The button comes with the script that makes it work. */
export function PasswordField({
  autoComplete,
  label = 'Password',
  error,
  autoFocus = false,
}: PasswordFieldProps) {
  const [isShown, setShown] = useState(false);
  const hasScript = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  return (
    <AuthField
      name="password"
      label={label}
      type={isShown ? 'text' : 'password'}
      autoComplete={autoComplete}
      autoFocus={autoFocus}
      autoCapitalize="none"
      spellCheck={false}
      maxLength={1024}
      required
      error={error}
      aside={
        hasScript ? (
          <button
            type="button"
            aria-pressed={isShown}
            aria-label="Show password"
            onClick={() => setShown(!isShown)}
            className="cursor-pointer rounded-sm text-[13px] text-muted outline-none hover:text-foreground focus-visible:status-focused"
          >
            {isShown ? 'Hide' : 'Show'}
          </button>
        ) : null
      }
    />
  );
}
