import type { JsonObject } from '@/components/metadata/json';

/** A call of `api`: its method such as `idToken.setCustomClaim`, and what was given. */
export type Command = { type: string; args: JsonObject; step?: string };

type CommandListProps = { commands: readonly Command[]; showsStep: boolean };

/** What Actions asked for, in order. */
export function CommandList({ commands, showsStep }: CommandListProps) {
  return (
    <ol aria-label="Calls of api" className="flex flex-col gap-1.5 font-mono text-[12.5px] leading-5">
      {commands.map(({ type, args, step }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: calls are never moved
        <li key={index} className="wrap-anywhere">
          {showsStep && step ? <span className="text-muted">{step}: </span> : null}
          api.{type}(
          {Object.entries(args).map(([name, value], at) => (
            <span key={name}>
              {at > 0 ? ', ' : null}
              <span className="text-muted">{name}: </span>
              {JSON.stringify(value)}
            </span>
          ))}
          )
        </li>
      ))}
    </ol>
  );
}
