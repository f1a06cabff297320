type FailureNoteProps = {
  error: { name: string; message: string; line?: number | undefined; column?: number | undefined };
  /** The rule or Action that failed, where it is not the one in the editor. */
  elsewhere?: string | undefined;
  /** Shows the place in the editor; null where it holds other code than the one that failed. */
  onGoTo: ((line: number, column?: number) => void) | null;
};

/** Why a test run failed, and where. */
export function FailureNote({ error: { name, message, line, column }, elsewhere, onGoTo }: FailureNoteProps) {
  return (
    <div role="alert" className="rounded-xl bg-danger-soft px-4 py-3 text-[13px] text-danger-soft-foreground">
      <p className="font-medium break-words">{message}</p>
      <p className="mt-0.5">
        {name}
        {elsewhere === undefined ? null : ` in ${elsewhere}`}
        {line && elsewhere === undefined ? (
          <>
            {' at '}
            <button
              type="button"
              disabled={onGoTo === null}
              onClick={() => onGoTo?.(line, column)}
              className="cursor-pointer rounded-sm font-medium underline underline-offset-2 outline-none focus-visible:status-focused disabled:cursor-default disabled:no-underline"
            >
              line {line}
            </button>
          </>
        ) : line ? (
          ` at line ${line}`
        ) : null}
      </p>
    </div>
  );
}
