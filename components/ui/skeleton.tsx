/** A grey place for something that is loading. The page that shows it says so once, for screen readers. */
export function Skeleton({ className = 'h-4 w-full' }: { className?: string }) {
  return (
    <span
      aria-hidden="true"
      className={`block animate-pulse rounded-md bg-default motion-reduce:animate-none ${className}`}
    />
  );
}

/** Says that something is loading; the skeletons around it are hidden from screen readers. */
export function LoadingLabel({ children }: { children: string }) {
  return (
    <span role="status" className="sr-only">
      {children}
    </span>
  );
}
