'use client';

import { Button } from '@heroui/react/button';
import { type FormEvent, useId, useState } from 'react';
import { Field } from '@/components/ui/field';
import { PlainSelect } from '@/components/ui/plain-select';
import { type FieldKind, type FormField, keyProblem, newField } from './form-model';

const kinds: { value: FieldKind; name: string }[] = [
  { value: 'text', name: 'Text' },
  { value: 'number', name: 'Number' },
  { value: 'boolean', name: 'Yes or no' },
  { value: 'json', name: 'List or group (JSON)' },
];

type AddFieldFormProps = {
  fields: readonly FormField[];
  onAdd: (field: FormField) => void;
  onClose: () => void;
};

/** Names a new field and says what it holds. */
export function AddFieldForm({ fields, onAdd, onClose }: AddFieldFormProps) {
  const id = useId();
  const [key, setKey] = useState('');
  const [kind, setKind] = useState<FieldKind>('text');
  const [problem, setProblem] = useState<string | null>(null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const found = keyProblem(key.trim(), fields);
    setProblem(found);
    if (!found) onAdd(newField(key.trim(), kind, `${id}${key.trim()}`));
  };
  return (
    <form
      onSubmit={submit}
      noValidate
      aria-label="Add a field"
      className="mt-5 flex flex-wrap items-start gap-3 rounded-xl bg-surface-secondary p-4"
    >
      <Field
        label="Name"
        name="field-name"
        value={key}
        onChange={setKey}
        error={problem ?? undefined}
        autoFocus
        autoComplete="off"
        className="min-w-40 flex-1"
      />
      <PlainSelect
        label="Holds"
        isLabelShown
        value={kind}
        options={kinds}
        onChange={(value) => setKind(value as FieldKind)}
      />
      <div className="flex w-full justify-end gap-2">
        <Button size="sm" variant="tertiary" onPress={onClose}>
          Cancel
        </Button>
        <Button size="sm" type="submit">
          Add
        </Button>
      </div>
    </form>
  );
}
