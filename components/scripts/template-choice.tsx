import { useState } from 'react';
import { Field } from '@/components/ui/field';
import { findTemplates, type ScriptTemplate } from './templates';

type TemplateChoiceProps = {
  templates: readonly ScriptTemplate[];
  /** In the order they are shown. */
  groups: readonly string[];
  value: string;
  onChange: (id: string) => void;
};

/** What a script starts from: the browser's own radio buttons, as cards, searched by what is typed. */
export function TemplateChoice({ templates: all, groups, value, onChange }: TemplateChoiceProps) {
  const [typed, setTyped] = useState('');
  const found = findTemplates(all, typed);
  const chosen = found.find(({ id }) => id === value);
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="mb-2 text-sm font-medium">Start from</legend>
      <Field
        label="Search the templates"
        name="template-search"
        value={typed}
        onChange={setTyped}
        placeholder="verified, roles, redirect…"
        autoComplete="off"
      />
      <p role="status" className="sr-only">
        {found.length} templates
      </p>
      <div className="flex max-h-[min(42vh,24rem)] flex-col gap-3 overflow-y-auto p-0.5">
        {found.length === 0 ? (
          <p className="py-6 text-center text-[13px] text-muted">No template has all of these words.</p>
        ) : null}
        {groups.map((group) => {
          const templates = found.filter((template) => template.group === group);
          if (templates.length === 0) return null;
          return (
            <div key={group}>
              <p className="mb-1.5 text-xs font-medium text-muted">{group}</p>
              <div className="grid gap-2 sm:grid-cols-2">
                {templates.map(({ id, name, description }) => (
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
            </div>
          );
        })}
      </div>
      {chosen ? (
        <details>
          <summary className="w-fit cursor-pointer rounded-md text-[13px] text-muted outline-none hover:text-foreground focus-visible:status-focused">
            Code of “{chosen.name}”
          </summary>
          <pre className="mt-2 max-h-60 overflow-auto rounded-lg bg-default-soft p-3 font-mono text-[12.5px] leading-5">
            {chosen.script}
          </pre>
        </details>
      ) : null}
    </fieldset>
  );
}
