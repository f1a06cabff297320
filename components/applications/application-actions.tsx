'use client';

import { Button } from '@heroui/react/button';
import { toast } from '@heroui/react/toast';
import { Trash2 } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { useAction } from '@/components/ui/use-action';
import type { ClientView } from '@/lib/clients/schemas';
import type { Action } from '@/lib/http/schemas';

type ApplicationActionsProps = { client: ClientView; remove: Action<{ clientId: string }, null> };

/** What can be done with an application as a whole. */
export function ApplicationActions({ client, remove }: ApplicationActionsProps) {
  const router = useRouter();
  const [isAsking, setAsking] = useState(false);
  const { run, isPending, failure } = useAction(remove);
  const confirm = async () => {
    const result = await run({ clientId: client.client_id });
    if (!result?.ok) return;
    toast.success(`${client.name} deleted`);
    router.push('/console/applications');
  };
  return (
    <>
      <Button size="sm" variant="danger-soft" onPress={() => setAsking(true)}>
        <Trash2 aria-hidden="true" />
        Delete
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        onOpenChange={setAsking}
        title={`Delete ${client.name}?`}
        confirmLabel="Delete application"
        isPending={isPending}
        error={failure?.message}
        onConfirm={() => void confirm()}
      >
        Nobody can sign in to it any more, and its tokens can no longer be renewed. This cannot be undone.
      </ConfirmDialog>
    </>
  );
}
