/** The mark: a house with its annex. Decorative; name it where it stands alone. */
export function LogoMark({ className = 'size-6' }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" className={className} aria-hidden="true">
      <rect width="32" height="32" rx="8" className="fill-accent" />
      <path d="M8 24V11.5L15 7l7 4.5V24h-4.5v-6h-5v6z" fill="#fff" />
      <path d="M22 15.5h3.5V24H22z" fill="#fff" fillOpacity=".55" />
    </svg>
  );
}

/** Mark and name. */
export function Logo() {
  return (
    <span className="flex items-center gap-2.5">
      <LogoMark />
      <span className="text-[15px] font-semibold tracking-tight">Annex</span>
    </span>
  );
}
