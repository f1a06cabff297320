import type { TestForm } from './test-request';

type ScopeChoiceProps = { value: TestForm['scope']; onChange: (scope: TestForm['scope']) => void };

const scopes = [
  { id: 'alone', name: 'This rule alone' },
  { id: 'pipeline', name: 'All rules in order' },
] as const;

/** Whether the draft runs alone or among the rules that are switched on. */
export function ScopeChoice({ value, onChange }: ScopeChoiceProps) {
  return (
    <fieldset>
      <legend className="sr-only">What runs</legend>
      <div className="grid grid-cols-2 rounded-lg bg-default p-0.5">
        {scopes.map(({ id, name }) => (
          <label
            key={id}
            className="cursor-pointer rounded-md px-2 py-1 text-center text-[13px] font-medium text-muted has-checked:bg-surface has-checked:text-foreground has-checked:shadow-surface has-focus-visible:status-focused"
          >
            <input
              type="radio"
              name="scope"
              value={id}
              checked={value === id}
              onChange={() => onChange(id)}
              className="sr-only"
            />
            {name}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
