'use client';

import { Button } from '@heroui/react/button';
import { Description } from '@heroui/react/description';
import { FieldError } from '@heroui/react/field-error';
import { InputGroup } from '@heroui/react/input-group';
import { Label } from '@heroui/react/label';
import { TextField } from '@heroui/react/textfield';
import { Dices, Eye, EyeOff } from 'lucide-react';
import { useState } from 'react';
import { generatePassword } from './generate-password';

type PasswordFieldProps = {
  label: string;
  value: string;
  onChange: (value: string) => void;
  error?: string | undefined;
  autoFocus?: boolean;
  /** Offers to make one up. */
  canGenerate?: boolean;
};

/** A new password: hidden unless asked for, made up on request. */
export function PasswordField({ label, value, onChange, error, autoFocus, canGenerate }: PasswordFieldProps) {
  const [isShown, setShown] = useState(false);
  const generate = () => {
    onChange(generatePassword());
    setShown(true);
  };
  const Icon = isShown ? EyeOff : Eye;
  return (
    <TextField
      name="password"
      type={isShown ? 'text' : 'password'}
      value={value}
      onChange={onChange}
      isInvalid={error !== undefined}
      validationBehavior="aria"
      isRequired
      autoComplete="new-password"
      {...(autoFocus ? { autoFocus } : {})}
      className="w-full"
    >
      <Label>{label}</Label>
      <InputGroup>
        <InputGroup.Input className={isShown ? 'font-mono text-[13px]' : ''} />
        <InputGroup.Suffix className="gap-0.5 pe-1">
          {canGenerate ? (
            <Button isIconOnly size="sm" variant="ghost" aria-label="Make up a password" onPress={generate}>
              <Dices aria-hidden="true" />
            </Button>
          ) : null}
          <Button
            isIconOnly
            size="sm"
            variant="ghost"
            aria-label={isShown ? 'Hide the password' : 'Show the password'}
            onPress={() => setShown(!isShown)}
          >
            <Icon aria-hidden="true" />
          </Button>
        </InputGroup.Suffix>
      </InputGroup>
      {error === undefined ? (
        <Description>At least 8 characters of three kinds: small, capital, digits, others.</Description>
      ) : (
        <FieldError>{error}</FieldError>
      )}
    </TextField>
  );
}
