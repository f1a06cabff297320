import { Skeleton } from '@/components/ui/skeleton';

export const frameClass =
  'relative overflow-hidden rounded-lg border border-field-border bg-surface focus-within:border-accent';

/** The place of an editor while its code is on the way; as high as the editor will be. */
export function EditorPlaceholder({ height = 320 }: { height?: number | string | undefined }) {
  return (
    <div className={frameClass} style={{ height }} aria-busy="true">
      <span role="status" className="sr-only">
        Loading the editor
      </span>
      <div className="flex flex-col gap-2.5 p-4">
        {['w-2/5', 'w-3/5', 'w-1/2', 'w-1/3'].map((width) => (
          <Skeleton key={width} className={`h-3.5 ${width}`} />
        ))}
      </div>
    </div>
  );
}
