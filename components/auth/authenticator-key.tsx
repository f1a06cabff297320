import { inGroups } from './factor-values';

/** A key for an authenticator app: to scan, and to type. */
export function AuthenticatorKey({ qr, secret }: { qr: string; secret: string }) {
  const source = `data:image/svg+xml;base64,${btoa(qr)}`;
  return (
    <>
      {/* biome-ignore lint/performance/noImgElement: it is made here and needs no optimizer. */}
      <img
        src={source}
        alt="QR code with the key for your authenticator app"
        width={184}
        height={184}
        className="mx-auto rounded-xl bg-white p-1.5"
      />
      <details className="mt-3 text-[13px] leading-5">
        <summary className="cursor-pointer rounded-sm text-center text-link outline-none focus-visible:status-focused">
          Cannot scan it?
        </summary>
        <p className="mt-2 text-muted">Type this key into the app, as one that is based on time:</p>
        <p
          data-testid="authenticator-key"
          className="mt-1.5 rounded-xl bg-default px-3 py-2 text-center font-mono wrap-anywhere select-all"
        >
          {inGroups(secret)}
        </p>
      </details>
    </>
  );
}
