import { ruleTemplates } from './rule-templates';

type TemplateChoiceProps = { value: string; onChange: (id: string) => void };

/** What a rule starts from: the browser's own radio buttons, as cards. */
export function TemplateChoice({ value, onChange }: TemplateChoiceProps) {
  return (
    <fieldset>
      <legend className="mb-2 text-sm font-medium">Start from</legend>
      <div className="grid gap-2 sm:grid-cols-2">
        {ruleTemplates.map(({ id, name, description }) => (
          <label
            key={id}
            className="flex cursor-pointer gap-2.5 rounded-xl border border-border p-3 hover:bg-default-soft has-checked:border-accent has-checked:bg-accent-soft has-focus-visible:status-focused"
          >
            <input
              type="radio"
              name="template"
              value={id}
              checked={value === id}
              onChange={() => onChange(id)}
              className="mt-0.5 size-4 shrink-0 accent-accent outline-none"
            />
            <span>
              <span className="block text-sm font-medium">{name}</span>
              <span className="mt-0.5 block text-[13px] leading-5 text-muted">{description}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
