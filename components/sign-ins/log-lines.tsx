import { ConsoleLines } from '@/components/scripts/console-lines';
import type { SignInSummary } from '@/lib/sign-ins/schemas';

type LogLinesProps = { lines: SignInSummary['logs']; steps: SignInSummary['steps'] };

/** What rules and Actions wrote to `console`; with the name of who did where there were several. */
export function LogLines({ lines, steps }: LogLinesProps) {
  const nameOf = (id: string) => steps.find((step) => step.id === id)?.name ?? id;
  return (
    <ConsoleLines
      lines={lines.map(({ step_id, level, text }) => ({ step: nameOf(step_id), level, text }))}
      showsStep={steps.length > 1}
    />
  );
}
