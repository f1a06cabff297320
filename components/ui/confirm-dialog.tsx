'use client';

import { AlertDialog } from '@heroui/react/alert-dialog';
import { Button } from '@heroui/react/button';
import type { ReactNode } from 'react';
import { Notice } from './notice';
import { SubmitButton } from './submit-button';

type ConfirmDialogProps = {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  title: string;
  children: ReactNode;
  confirmLabel: string;
  cancelLabel?: string;
  tone?: 'danger' | 'accent';
  isPending?: boolean;
  isDisabled?: boolean;
  /** Why it did not work. */
  error?: string | undefined;
  onConfirm: () => void;
};

/** Asks before something that cannot be taken back, or that is wide. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const {
    isOpen,
    onOpenChange,
    title,
    children,
    confirmLabel,
    cancelLabel = 'Cancel',
    tone = 'danger',
  } = props;
  return (
    <AlertDialog.Backdrop isOpen={isOpen} onOpenChange={onOpenChange} isKeyboardDismissDisabled={false}>
      <AlertDialog.Container placement="auto" size="md">
        <AlertDialog.Dialog className="p-0">
          <AlertDialog.Header className="px-5 pt-5">
            <AlertDialog.Heading className="text-base font-semibold tracking-tight">
              {title}
            </AlertDialog.Heading>
          </AlertDialog.Header>
          <AlertDialog.Body className="flex flex-col gap-3 px-5 pb-5 text-muted">
            {children}
            {props.error ? (
              <Notice tone="danger" isLive>
                {props.error}
              </Notice>
            ) : null}
          </AlertDialog.Body>
          <AlertDialog.Footer className="mt-0! border-t border-separator px-5 py-3">
            <Button
              size="sm"
              variant="tertiary"
              onPress={() => onOpenChange(false)}
              isDisabled={props.isPending ?? false}
            >
              {cancelLabel}
            </Button>
            <SubmitButton
              type="button"
              variant={tone === 'danger' ? 'danger' : 'primary'}
              isPending={props.isPending ?? false}
              isDisabled={props.isDisabled ?? false}
              onPress={props.onConfirm}
            >
              {confirmLabel}
            </SubmitButton>
          </AlertDialog.Footer>
        </AlertDialog.Dialog>
      </AlertDialog.Container>
    </AlertDialog.Backdrop>
  );
}
