'use client';

import { useState } from 'react';
import type { Action } from '@/lib/http/schemas';
import { KeepRecoveryCode } from './enrol-form';
import { ProofForm } from './proof-form';

type RecoveryCodeFormProps = {
  renew: Action<{ proof: string }, { recoveryCode: string }>;
  onClose: () => void;
};

/** A new recovery code, once the person has proven themselves. */
export function RecoveryCodeForm({ renew, onClose }: RecoveryCodeFormProps) {
  const [code, setCode] = useState<string | null>(null);
  if (code !== null) return <KeepRecoveryCode code={code} onClose={onClose} />;
  return (
    <ProofForm
      action={renew}
      submitLabel="Make a new one"
      onDone={({ recoveryCode }) => setCode(recoveryCode)}
      onCancel={onClose}
    >
      The one you have will be good no more.
    </ProofForm>
  );
}
