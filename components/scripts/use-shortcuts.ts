import { useEffect, useEffectEvent } from 'react';

/** Toasts are alert dialogs too, and nothing has to wait for them. */
const openDialog = '[role=dialog], [role=alertdialog]:not([data-slot=toast])';

/** Ctrl or Cmd with S and with Enter, anywhere on the page. The editor has handled the event where it prevented it. */
export function useShortcuts({ onSave, onRun }: { onSave: () => void; onRun: () => void }): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.defaultPrevented) return;
    if (document.querySelector(openDialog)) return;
    if (event.key.toLowerCase() === 's' && !event.shiftKey) {
      event.preventDefault();
      onSave();
    } else if (event.key === 'Enter') {
      event.preventDefault();
      onRun();
    }
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKey(event);
    window.addEventListener('keydown', listener);
    return () => window.removeEventListener('keydown', listener);
  }, []);
}
