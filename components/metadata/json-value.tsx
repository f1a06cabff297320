import { formatJson, type Json } from './json';

/** A value of JSON as text: short ones on one line, long ones indented. */
export function valueText(value: Json): string {
  const short = JSON.stringify(value);
  return short.length <= 60 ? short : formatJson(value);
}

const tones = {
  removed: 'bg-danger-soft text-danger-soft-foreground',
  added: 'bg-success-soft text-success-soft-foreground',
  plain: 'bg-default-soft text-foreground',
} as const;

type JsonValueProps = { value: Json | undefined; tone?: keyof typeof tones; absent?: string };

/** A value of JSON, coloured by what became of it. */
export function JsonValue({ value, tone = 'plain', absent = 'not set' }: JsonValueProps) {
  if (value === undefined) return <span className="text-[13px] text-muted italic">{absent}</span>;
  return (
    <code
      className={`block w-fit max-w-full overflow-x-auto rounded-md px-1.5 py-0.5 font-mono text-[12.5px] leading-5 whitespace-pre-wrap wrap-anywhere ${tones[tone]}`}
    >
      {valueText(value)}
    </code>
  );
}
