'use client';

import { Button } from '@heroui/react/button';
import { Plus, Sparkles, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { EmptyState } from '@/components/ui/empty-state';
import { Field } from '@/components/ui/field';
import { Toggle } from '@/components/ui/toggle';
import { AddFieldForm } from './add-field-form';
import { type FormField, labelOf } from './form-model';

type MetadataFormProps = {
  fields: readonly FormField[];
  /** What is wrong, by the field's id. */
  problems: Record<string, string>;
  onChange: (fields: FormField[]) => void;
};

/** A form made of the data itself: each value by what it is, nested ones as JSON. */
export function MetadataForm({ fields, problems, onChange }: MetadataFormProps) {
  const [isAdding, setAdding] = useState(false);
  const change = (id: string, text: string) =>
    onChange(fields.map((field) => (field.id === id ? { ...field, text } : field)));
  const addButton = (
    <Button size="sm" variant="tertiary" onPress={() => setAdding(true)}>
      <Plus aria-hidden="true" />
      Add a field
    </Button>
  );
  return (
    <div>
      {fields.length === 0 && !isAdding ? (
        <EmptyState Icon={Sparkles} title="Nothing here yet" actions={addButton}>
          Applications may add to this when you use them, and so can you.
        </EmptyState>
      ) : null}
      <ul className="flex flex-col gap-4">
        {fields.map((field) => (
          <li key={field.id} className="flex items-start gap-1.5">
            <FieldInput
              field={field}
              error={problems[field.id]}
              onChange={(text) => change(field.id, text)}
            />
            <Button
              isIconOnly
              size="sm"
              variant="ghost"
              aria-label={`Remove ${labelOf(field.key)}`}
              className={field.kind === 'boolean' ? 'text-muted' : 'mt-6 text-muted'}
              onPress={() => onChange(fields.filter(({ id }) => id !== field.id))}
            >
              <Trash2 aria-hidden="true" />
            </Button>
          </li>
        ))}
      </ul>
      {isAdding ? (
        <AddFieldForm
          fields={fields}
          onAdd={(field) => {
            onChange([...fields, field]);
            setAdding(false);
          }}
          onClose={() => setAdding(false)}
        />
      ) : fields.length > 0 ? (
        <div className="mt-5">{addButton}</div>
      ) : null}
    </div>
  );
}

type FieldInputProps = { field: FormField; error: string | undefined; onChange: (text: string) => void };

function FieldInput({ field, error, onChange }: FieldInputProps) {
  const { key, kind, text } = field;
  const label = labelOf(key);
  if (kind === 'boolean') {
    return (
      <div className="flex min-h-8 flex-1 items-center">
        <Toggle label={label} isSelected={text === 'true'} onChange={(isOn) => onChange(String(isOn))} />
      </div>
    );
  }
  const rows = kind === 'json' ? Math.min(Math.max(text.split('\n').length, 2), 10) : 3;
  return (
    <Field
      label={label}
      name={`user_metadata.${key}`}
      value={text}
      onChange={onChange}
      error={error}
      autoComplete="off"
      isMono={kind === 'json'}
      {...(kind === 'json' || kind === 'long-text' ? { rows } : {})}
    />
  );
}
