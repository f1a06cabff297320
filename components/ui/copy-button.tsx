'use client';

import { Button } from '@heroui/react/button';
import { toast } from '@heroui/react/toast';
import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';

/** Puts `value` on the clipboard. */
export function CopyButton({ value, label }: { value: string; label: string }) {
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setCopied(false), 1500);
    return () => clearTimeout(timer);
  }, [isCopied]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(value);
      setCopied(true);
    } catch {
      toast.danger('The browser did not allow copying.');
    }
  };
  const Icon = isCopied ? Check : Copy;
  return (
    <>
      <Button
        isIconOnly
        size="sm"
        variant="ghost"
        aria-label={label}
        onPress={copy}
        className="size-7 text-muted md:size-6"
      >
        <Icon className="size-3.5!" aria-hidden="true" />
      </Button>
      <span role="status" className="sr-only">
        {isCopied ? 'Copied' : ''}
      </span>
    </>
  );
}
