/** A thin line over something that is being fetched anew while the old stays to be read. */
export function ProgressLine({ isShown }: { isShown: boolean }) {
  return (
    <span
      aria-hidden="true"
      className={`pointer-events-none absolute inset-x-0 top-0 z-10 h-0.5 overflow-hidden transition-opacity delay-100 ${isShown ? 'opacity-100' : 'opacity-0'}`}
    >
      <span className="absolute inset-y-0 w-1/3 animate-progress-line bg-accent motion-reduce:w-full motion-reduce:animate-pulse" />
    </span>
  );
}
