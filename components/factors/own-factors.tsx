'use client';

import { Button } from '@heroui/react/button';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Card } from '@/components/ui/card';
import { Dialog } from '@/components/ui/dialog';
import type { Factor } from '@/lib/factors/factors.types';
import type { Action } from '@/lib/http/schemas';
import { EnrolForm, type EnrolmentActions } from './enrol-form';
import { FactorFacts } from './factor-facts';
import { ProofForm } from './proof-form';
import { RecoveryCodeForm } from './recovery-code-form';

export type OwnFactorActions = EnrolmentActions & {
  remove: Action<{ proof: string }, null>;
  renew: Action<{ proof: string }, { recoveryCode: string }>;
};

type Open = 'enrol' | 'renew' | 'remove' | null;

const titles: Record<Exclude<Open, null>, string> = {
  enrol: 'Set up an authenticator app',
  renew: 'New recovery code',
  remove: 'Remove the second factor?',
};

/** A person's own second factor: to set up, to take away, and its recovery code. */
export function OwnFactors({ factors, actions }: { factors: readonly Factor[]; actions: OwnFactorActions }) {
  const router = useRouter();
  const [open, setOpen] = useState<Open>(null);
  const isEnrolled = factors.some(({ type }) => type === 'otp');
  const close = () => {
    setOpen(null);
    router.refresh();
  };
  return (
    <Card
      id="second-factor"
      title="Second factor"
      description="A code of an app on your device, asked for beside your password."
      actions={
        isEnrolled ? null : (
          <Button size="sm" onPress={() => setOpen('enrol')}>
            Set up
          </Button>
        )
      }
      footer={
        isEnrolled ? (
          <>
            <Button size="sm" variant="tertiary" onPress={() => setOpen('renew')}>
              New recovery code
            </Button>
            <Button size="sm" variant="danger-soft" onPress={() => setOpen('remove')}>
              Remove
            </Button>
          </>
        ) : null
      }
    >
      {isEnrolled ? (
        <FactorFacts factors={factors} />
      ) : (
        <p className="text-muted">
          You have none. With one, nobody signs in as you here who knows only your password.
        </p>
      )}
      <Dialog
        isOpen={open !== null}
        onOpenChange={(isOpen) => (isOpen ? undefined : close())}
        title={open === null ? '' : titles[open]}
        isSticky={open === 'enrol'}
      >
        {open === 'enrol' ? <EnrolForm actions={actions} onClose={close} /> : null}
        {open === 'renew' ? <RecoveryCodeForm renew={actions.renew} onClose={close} /> : null}
        {open === 'remove' ? (
          <ProofForm
            action={actions.remove}
            submitLabel="Remove"
            tone="danger"
            onDone={close}
            onCancel={close}
          >
            Your app and your recovery code will be good for nothing here. Applications that ask for a second
            factor will have you set up a new one.
          </ProofForm>
        ) : null}
      </Dialog>
    </Card>
  );
}
