'use client';

import type { ReactNode } from 'react';
import type { FormAction } from '@/lib/http/schemas';
import { AuthField } from './auth-field';
import { AuthLink } from './auth-page';
import type { FactorAnswer } from './factor-values';
import { OneTimeForm } from './one-time-form';
import { RecoveryCode } from './recovery-code';

const url = '/u/mfa/answer';

type FactorFormProps = {
  action: FormAction<FactorAnswer>;
  state: string;
  /** `proven`: there is nothing to give any more, only to go on. */
  asksFor: 'code' | 'recoveryCode' | 'proven';
  submitLabel: string;
  offersToRemember: boolean;
  /** Above the field, until it is answered. */
  children?: ReactNode;
};

function Remember() {
  return (
    <label className="flex items-start gap-2.5 text-[13px] leading-5">
      <input type="checkbox" name="remember" className="mt-0.5 size-4 accent-accent" />
      Do not ask again in this browser for 30 days
    </label>
  );
}

function Fields({ asksFor, error }: { asksFor: 'code' | 'recoveryCode'; error: string | undefined }) {
  if (asksFor === 'recoveryCode') {
    return (
      <AuthField
        name="recoveryCode"
        label="Recovery code"
        autoComplete="off"
        autoCapitalize="characters"
        autoCorrect="off"
        spellCheck={false}
        maxLength={100}
        required
        autoFocus
        error={error}
      />
    );
  }
  return (
    <AuthField
      name="code"
      label="Code from your app"
      inputMode="numeric"
      autoComplete="one-time-code"
      maxLength={12}
      required
      autoFocus
      error={error}
    />
  );
}

/** The new recovery code, and the way on. */
function Told({
  answer,
  state,
  action,
}: { answer: FactorAnswer } & Pick<FactorFormProps, 'state' | 'action'>) {
  return (
    <div className="flex flex-col gap-6">
      <div>
        <RecoveryCode code={answer.recoveryCode} />
      </div>
      <GoOn state={state} action={action} submitLabel="I have kept it" />
    </div>
  );
}

function GoOn({ state, action, submitLabel }: Pick<FactorFormProps, 'state' | 'action' | 'submitLabel'>) {
  return (
    <OneTimeForm
      url={url}
      action={action}
      hidden={{ state, finish: 'on' }}
      submitLabel={submitLabel}
      pendingLabel="Signing in…"
      answered={() => null}
    />
  );
}

/** A code, or the recovery code; what is to be read then stands in its place. */
export function FactorForm(props: FactorFormProps) {
  const { action, state, asksFor, submitLabel, offersToRemember, children } = props;
  const isProven = asksFor === 'proven';
  return (
    <OneTimeForm
      url={url}
      action={action}
      hidden={isProven ? { state, finish: 'on' } : { state }}
      submitLabel={submitLabel}
      pendingLabel="Signing in…"
      answered={(answer) => <Told answer={answer} state={state} action={action} />}
    >
      {({ fields }) =>
        isProven ? null : (
          <>
            {children}
            <Fields asksFor={asksFor} error={fields[asksFor]} />
            {offersToRemember ? <Remember /> : null}
          </>
        )
      }
    </OneTimeForm>
  );
}

/** The other way to prove oneself. */
export function OtherFactor({ state, asksFor }: { state: string; asksFor: 'code' | 'recoveryCode' }) {
  const path = `/u/mfa?state=${encodeURIComponent(state)}`;
  return asksFor === 'code' ? (
    <>
      Do not have your device? <AuthLink href={`${path}&with=recovery-code`}>Use your recovery code</AuthLink>
    </>
  ) : (
    <AuthLink href={path}>Use a code from your app</AuthLink>
  );
}
