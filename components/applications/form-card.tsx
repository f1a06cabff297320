'use client';

import { Button } from '@heroui/react/button';
import { type ReactNode, useId } from 'react';
import { Card } from '@/components/ui/card';
import { Notice } from '@/components/ui/notice';
import { SubmitButton } from '@/components/ui/submit-button';

type FormCardProps = {
  id: string;
  title: string;
  description?: ReactNode;
  state: {
    isDirty: boolean;
    isPending: boolean;
    message: string | undefined;
    reset: () => void;
    submit: () => Promise<void>;
  };
  children: ReactNode;
};

/** A card with one form; its buttons come to life with the first change. */
export function FormCard({ id, title, description, state, children }: FormCardProps) {
  const formId = useId();
  const { isDirty, isPending, message, reset, submit } = state;
  return (
    <Card
      id={id}
      title={title}
      description={description}
      footer={
        <>
          <Button size="sm" variant="tertiary" isDisabled={!isDirty || isPending} onPress={reset}>
            Discard
          </Button>
          <SubmitButton form={formId} isPending={isPending} isDisabled={!isDirty}>
            Save
          </SubmitButton>
        </>
      }
    >
      <form
        id={formId}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
        className="flex flex-col gap-4"
      >
        {message ? (
          <Notice tone="danger" isLive>
            {message}
          </Notice>
        ) : null}
        {children}
      </form>
    </Card>
  );
}
