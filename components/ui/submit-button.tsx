'use client';

import { Button } from '@heroui/react/button';
import { Spinner } from '@heroui/react/spinner';
import type { ComponentProps, ReactNode } from 'react';

type SubmitButtonProps = Omit<ComponentProps<typeof Button>, 'children'> & { children: ReactNode };

/** A button that shows that its work is under way, and takes no second press meanwhile. */
export function SubmitButton({
  children,
  isPending = false,
  type = 'submit',
  size = 'sm',
  ...props
}: SubmitButtonProps) {
  return (
    <Button {...props} type={type} size={size} isPending={isPending}>
      {isPending ? <Spinner size="sm" color="current" aria-hidden="true" /> : null}
      {children}
    </Button>
  );
}
