'use client';

import { Description } from '@heroui/react/description';
import { FieldError } from '@heroui/react/field-error';
import { Input } from '@heroui/react/input';
import { Label } from '@heroui/react/label';
import { TextArea } from '@heroui/react/textarea';
import { TextField } from '@heroui/react/textfield';
import type { HTMLInputTypeAttribute, ReactNode } from 'react';

export type FieldProps = {
  label: string;
  name: string;
  value?: string;
  defaultValue?: string;
  onChange?: (value: string) => void;
  type?: HTMLInputTypeAttribute;
  description?: ReactNode;
  /** What is wrong with the value; shown below it and announced. */
  error?: string | undefined;
  placeholder?: string;
  autoComplete?: string;
  autoFocus?: boolean;
  isRequired?: boolean;
  isDisabled?: boolean;
  isReadOnly?: boolean;
  /** More than one line. */
  rows?: number;
  isMono?: boolean;
  className?: string;
};

/** A labelled text input with its description and its error. */
export function Field(props: FieldProps) {
  const { label, description, error, placeholder, rows, isMono, className, ...field } = props;
  const classes = isMono ? 'font-mono text-[13px]' : undefined;
  return (
    <TextField
      {...field}
      isInvalid={error !== undefined}
      validationBehavior="aria"
      className={className ?? 'w-full'}
    >
      <Label>{label}</Label>
      {rows === undefined ? (
        <Input placeholder={placeholder} className={classes} />
      ) : (
        <TextArea rows={rows} placeholder={placeholder} className={classes} />
      )}
      {description ? <Description>{description}</Description> : null}
      {error === undefined ? null : <FieldError>{error}</FieldError>}
    </TextField>
  );
}
