/** How the tenant shows itself on the pages where people sign in. */
export type Brand = {
  /** What it calls itself; null: nothing is said, and the mark is ours. */
  name: string | null;
  /** An https address. */
  picture: string | null;
  /** Where people find help: an address of the web or of mail. */
  support: { href: string; label: string } | null;
};

type Settings = {
  friendlyName: string | null;
  pictureUrl: string | null;
  supportEmail: string | null;
  supportUrl: string | null;
};

function supportOf({ supportEmail, supportUrl }: Settings): Brand['support'] {
  if (supportUrl) return { href: supportUrl, label: 'Get help' };
  if (supportEmail) {
    const address = encodeURIComponent(supportEmail).replace('%40', '@');
    return { href: `mailto:${address}`, label: supportEmail };
  }
  return null;
}

/** A picture that is not https is left out: the pages' policy blocks it, and a broken picture is worse than none. */
export function brandOf(settings: Settings): Brand {
  const { friendlyName, pictureUrl } = settings;
  const isSafe = pictureUrl !== null && URL.parse(pictureUrl)?.protocol === 'https:';
  return { name: friendlyName, picture: isSafe ? pictureUrl : null, support: supportOf(settings) };
}
