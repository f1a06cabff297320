'use client';

import { Modal } from '@heroui/react/modal';
import type { ReactNode } from 'react';

type DialogProps = {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  title: string;
  description?: ReactNode;
  children: ReactNode;
  footer?: ReactNode;
  size?: 'sm' | 'md' | 'lg' | 'xl';
  /** Escape and a press outside do not close it, since something would be lost. */
  isSticky?: boolean;
};

const widths = { sm: 'max-w-sm', md: 'max-w-md', lg: 'max-w-2xl', xl: 'max-w-5xl' } as const;

/** A dialog over the page. A form goes around `children` and `footer` by being inside `children` with its own footer. */
export function Dialog(props: DialogProps) {
  const { isOpen, onOpenChange, title, description, children, footer, size = 'md', isSticky = false } = props;
  return (
    <Modal.Backdrop
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      isDismissable={!isSticky}
      isKeyboardDismissDisabled={isSticky}
    >
      <Modal.Container placement="auto" scroll="inside" className={`w-full! sm:p-6 ${widths[size]}`}>
        <Modal.Dialog className="max-w-none p-0">
          <Modal.CloseTrigger aria-label="Close" />
          <Modal.Header className="gap-1 px-5 pt-5 pe-12">
            <Modal.Heading className="text-base font-semibold tracking-tight">{title}</Modal.Heading>
            {description ? <p className="text-[13px] leading-5 text-muted">{description}</p> : null}
          </Modal.Header>
          <Modal.Body className="m-0 mt-3! px-5 pb-5 text-sm text-foreground">{children}</Modal.Body>
          {footer ? (
            <Modal.Footer className="mt-0! flex-wrap border-t border-separator px-5 py-3">
              {footer}
            </Modal.Footer>
          ) : null}
        </Modal.Dialog>
      </Modal.Container>
    </Modal.Backdrop>
  );
}
