'use client';

import { Button } from '@heroui/react/button';
import { toast } from '@heroui/react/toast';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { FactorFacts } from '@/components/factors/factor-facts';
import { Card } from '@/components/ui/card';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { useAction } from '@/components/ui/use-action';
import type { Factor } from '@/lib/factors/factors.types';
import type { Action } from '@/lib/http/schemas';

type UserFactorsProps = {
  userId: string;
  name: string;
  factors: readonly Factor[];
  reset: Action<{ userId: string }, null>;
};

/** The second factors of a user, for an administrator to take away from who has lost their device. */
export function UserFactors({ userId, name, factors, reset }: UserFactorsProps) {
  const router = useRouter();
  const [isOpen, setOpen] = useState(false);
  const { run, isPending, failure, reset: forget } = useAction(reset);
  const change = (open: boolean) => {
    setOpen(open);
    forget();
  };
  const confirm = async () => {
    const result = await run({ userId });
    if (!result?.ok) return;
    change(false);
    toast.success('Second factor reset');
    router.refresh();
  };
  return (
    <Card id="second-factor" title="Second factor">
      {factors.length === 0 ? (
        <p className="text-[13px] text-muted">None is set up.</p>
      ) : (
        <>
          <FactorFacts factors={factors} />
          <Button size="sm" variant="secondary" className="mt-4" onPress={() => change(true)}>
            Reset second factor
          </Button>
        </>
      )}
      <ConfirmDialog
        isOpen={isOpen}
        onOpenChange={change}
        title={`Reset the second factor of ${name}?`}
        confirmLabel="Reset"
        isPending={isPending}
        error={failure?.message}
        onConfirm={confirm}
      >
        <p>
          Their app and their recovery code will be good no more, and no browser is remembered. Until they set
          up a new one, their password alone lets them in.
        </p>
      </ConfirmDialog>
    </Card>
  );
}
