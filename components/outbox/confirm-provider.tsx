'use client';

import { Button } from '@heroui/react/button';
import { toast } from '@heroui/react/toast';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { useAction } from '@/components/ui/use-action';
import type { Action } from '@/lib/http/schemas';

type ConfirmProviderProps = { server: string; confirm: Action<null, null> };

/** An administrator vouches for the provider. */
export function ConfirmProvider({ server, confirm }: ConfirmProviderProps) {
  const router = useRouter();
  const [isAsking, setAsking] = useState(false);
  const { run, isPending, failure } = useAction(confirm);
  const vouch = async () => {
    const result = await run(null);
    if (!result?.ok) return;
    setAsking(false);
    toast.success('Provider confirmed');
    router.refresh();
  };
  return (
    <>
      <Button size="sm" variant="secondary" onPress={() => setAsking(true)}>
        Confirm provider
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        onOpenChange={setAsking}
        title={`Send administrators’ links through ${server}?`}
        confirmLabel="Confirm provider"
        tone="accent"
        isPending={isPending}
        error={failure?.message}
        onConfirm={() => void vouch()}
      >
        Whoever runs that server can read them. It holds until an application changes the provider.
      </ConfirmDialog>
    </>
  );
}
