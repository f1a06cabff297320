'use client';

import { Button } from '@heroui/react/button';
import { type FormEvent, useState } from 'react';
import { Field } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { SubmitButton } from '@/components/ui/submit-button';
import { Toggle } from '@/components/ui/toggle';
import type { ActionFailure } from '@/lib/http/schemas';

export type SavedSearchValues = { name: string; is_shared: boolean };

type SavedSearchFormProps = {
  initial: SavedSearchValues;
  /** Whether it may be private. */
  mayBePrivate: boolean;
  submitLabel: string;
  isPending: boolean;
  failure: ActionFailure | null;
  onSubmit: (values: SavedSearchValues) => void;
  onCancel: () => void;
};

/** Name and audience of a saved search. */
export function SavedSearchForm(props: SavedSearchFormProps) {
  const { initial, mayBePrivate, submitLabel, isPending, failure, onSubmit, onCancel } = props;
  const [name, setName] = useState(initial.name);
  const [isShared, setShared] = useState(initial.is_shared);
  const nameError = failure?.fields?.name;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit({ name: name.trim(), is_shared: isShared });
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4" noValidate>
      {failure && !nameError ? (
        <Notice tone="danger" isLive>
          {failure.message}
        </Notice>
      ) : null}
      <Field
        label="Name"
        name="name"
        value={name}
        onChange={setName}
        error={nameError}
        isRequired
        autoFocus
        autoComplete="off"
      />
      <Toggle
        label="Shared with all administrators"
        isSelected={isShared}
        onChange={setShared}
        isDisabled={!mayBePrivate}
        description={mayBePrivate ? undefined : 'Only the administrator who made it can make it private.'}
      />
      <div className="mt-2 flex justify-end gap-2">
        <Button size="sm" variant="tertiary" onPress={onCancel}>
          Cancel
        </Button>
        <SubmitButton isPending={isPending} isDisabled={name.trim() === ''}>
          {submitLabel}
        </SubmitButton>
      </div>
    </form>
  );
}
