import { toast } from '@heroui/react/toast';
import { useRouter } from 'next/navigation';
import { useRef, useState } from 'react';
import type { ActionResult } from '@/lib/http/schemas';

const lost = 'Annex could not be reached, so nothing was changed.';

/**
 * A list as the person has just arranged it. A change shows at once; when the server refuses it, the list goes back to
 * what is stored and `said` says why.
 */
export function useArranged<T>(stored: T) {
  const router = useRouter();
  const [shown, show] = useState(stored);
  const [from, setFrom] = useState(stored);
  const [said, say] = useState('');
  const latest = useRef(0);
  if (from !== stored) {
    setFrom(stored);
    show(stored);
  }

  /** Waits for a change that is shown already; true when it is stored. */
  const settle = async (work: Promise<ActionResult<unknown>>): Promise<boolean> => {
    latest.current += 1;
    const mine = latest.current;
    const message = await work.then(
      (result) => (result.ok ? null : result.message),
      () => lost,
    );
    if (message !== null) {
      show(stored);
      say(message);
      toast.danger(message);
    }
    if (mine === latest.current) router.refresh();
    return message === null;
  };

  return { shown, show, said, say, settle };
}
