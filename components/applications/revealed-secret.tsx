'use client';

import { Button } from '@heroui/react/button';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { Credential } from './credential';

type RevealedSecretProps = { title: string; clientId: string; secret: string; onClose: () => void };

/** A new secret, the only time it can be seen. */
export function RevealedSecret({ title, clientId, secret, onClose }: RevealedSecretProps) {
  return (
    <Dialog
      isOpen
      isSticky
      onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}
      title={title}
      size="lg"
      footer={
        <Button size="sm" onPress={onClose}>
          I have stored it
        </Button>
      }
    >
      <Notice tone="warning" className="mb-4">
        Store the secret now, in the application’s own configuration. It is encrypted here and never shown
        again.
      </Notice>
      <dl className="flex flex-col gap-3">
        <Credential name="Client id" value={clientId} />
        <Credential name="Client secret" value={secret} />
      </dl>
    </Dialog>
  );
}
