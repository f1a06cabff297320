import { useEffect, useEffectEvent } from 'react';

/** Ctrl or Cmd with S and with Enter, anywhere on the page. The editor has handled the event where it prevented it. */
export function useShortcuts({ onSave, onRun }: { onSave: () => void; onRun: () => void }): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.defaultPrevented) return;
    if (document.querySelector('[role=dialog], [role=alertdialog]')) return;
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
