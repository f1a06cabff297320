import { buttonVariants } from '@heroui/styles';
import Link from 'next/link';
import type { ComponentProps, ReactNode } from 'react';

type ButtonLinkProps = Omit<ComponentProps<typeof Link>, 'className'> & {
  children: ReactNode;
  variant?: 'primary' | 'secondary' | 'tertiary' | 'outline' | 'ghost';
  size?: 'sm' | 'md' | 'lg';
  className?: string;
  /** For addresses that Next does not serve, or that must not be prefetched: a plain link. */
  isPlain?: boolean;
};

/** A link that looks like a button, because it leads somewhere. */
export function ButtonLink({
  variant = 'primary',
  size = 'sm',
  className,
  isPlain,
  ...props
}: ButtonLinkProps) {
  const classes = `${buttonVariants({ variant, size })} focus-visible:status-focused ${className ?? ''}`;
  if (!isPlain) return <Link {...props} className={classes} />;
  const { href, children, target, rel } = props;
  return (
    <a href={String(href)} target={target} rel={rel} className={classes}>
      {children}
    </a>
  );
}
