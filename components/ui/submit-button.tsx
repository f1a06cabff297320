'use client';

import { Button } from '@heroui/react/button';
import { Spinner } from '@heroui/react/spinner';
import type { ComponentProps, ReactNode } from 'react';

type SubmitButtonProps = Omit<ComponentProps<typeof Button>, 'children' | 'isPending' | 'className'> & {
  children: ReactNode;
  isPending?: boolean;
  className?: string;
};

/**
 * A button that shows that its work is under way. It keeps the focus meanwhile; a second press does nothing, and forms
 * refuse a second submission themselves. The kit's own `isPending` leaves an empty image for screen readers behind.
 */
export function SubmitButton(props: SubmitButtonProps) {
  const { children, isPending = false, type = 'submit', size = 'sm', className, onPress, ...button } = props;
  return (
    <Button
      {...button}
      type={type}
      size={size}
      {...(onPress && !isPending ? { onPress } : {})}
      className={`${isPending ? 'cursor-progress' : ''} ${className ?? ''}`}
    >
      {isPending ? <Spinner size="sm" color="current" aria-hidden="true" /> : null}
      {children}
      {isPending ? (
        <span role="status" className="sr-only">
          Working
        </span>
      ) : null}
    </Button>
  );
}
