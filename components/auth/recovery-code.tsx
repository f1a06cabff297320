import { inGroups } from './factor-values';

/** A recovery code to be kept, and why. */
export function RecoveryCode({ code }: { code: string }) {
  return (
    <>
      <p className="font-medium">Keep your recovery code.</p>
      <p className="mt-1 text-[13px] leading-5 text-muted">
        It lets you in once when you do not have your device. It is shown now and never again: write it down
        or keep it in a password manager.
      </p>
      <p
        data-testid="recovery-code"
        className="mt-4 rounded-xl bg-default px-4 py-3 text-center font-mono text-base tracking-wide wrap-anywhere select-all"
      >
        {inGroups(code)}
      </p>
    </>
  );
}
