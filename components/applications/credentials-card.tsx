'use client';

import { Button } from '@heroui/react/button';
import { useState } from 'react';
import { Card } from '@/components/ui/card';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { useAction } from '@/components/ui/use-action';
import type { ClientView } from '@/lib/clients/schemas';
import type { Action } from '@/lib/http/schemas';
import { Credential } from './credential';
import { RevealedSecret } from './revealed-secret';

type CredentialsCardProps = {
  client: ClientView;
  /** Public address of Annex. */
  address: string;
  rotate: Action<{ clientId: string }, { clientSecret: string | null }>;
};

/** What the application's code needs to know. */
export function CredentialsCard({ client, address, rotate }: CredentialsCardProps) {
  const [isAsking, setAsking] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const { run, isPending, failure } = useAction(rotate);
  const isPublic = client.token_endpoint_auth_method === 'none';
  const confirm = async () => {
    const result = await run({ clientId: client.client_id });
    if (!result?.ok) return;
    setAsking(false);
    setSecret(result.data.clientSecret);
  };
  return (
    <Card id="credentials" title="Credentials" description="What the application’s code is configured with.">
      <dl className="flex flex-col gap-3">
        <Credential name="Domain" value={new URL(address).host} />
        <Credential name="Issuer" value={`${address}/`} />
        <Credential name="Client id" value={client.client_id} />
        <div>
          <dt className="text-[13px] text-muted">Client secret</dt>
          {isPublic ? (
            <dd className="mt-0.5 text-[13px]">
              None: this kind of application cannot keep one, and uses PKCE.
            </dd>
          ) : (
            <dd className="mt-0.5 flex flex-wrap items-center gap-3">
              <span className="text-muted">
                <span aria-hidden="true">••••••••••••</span>
                <span className="sr-only">Hidden</span>
              </span>
              <Button size="sm" variant="secondary" onPress={() => setAsking(true)}>
                Rotate secret
              </Button>
            </dd>
          )}
        </div>
      </dl>
      <ConfirmDialog
        isOpen={isAsking}
        onOpenChange={setAsking}
        title="Rotate the secret?"
        confirmLabel="Rotate secret"
        isPending={isPending}
        error={failure?.message}
        onConfirm={() => void confirm()}
      >
        The present secret stops working at once. {client.name} cannot get tokens until it has the new one.
      </ConfirmDialog>
      {secret === null ? null : (
        <RevealedSecret
          title="New secret"
          clientId={client.client_id}
          secret={secret}
          onClose={() => setSecret(null)}
        />
      )}
    </Card>
  );
}
