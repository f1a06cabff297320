import type { ConsentView } from '@/lib/oidc/consent-page.types';

/** What an application wants: in words, where there are some, and always by the name that a developer knows. */
export function ConsentScopes({ scopes, api }: Pick<ConsentView, 'scopes' | 'api'>) {
  return (
    <>
      <p className="text-[13px] leading-5">
        It would be able to do this
        {api === null ? null : (
          <>
            , also at <span className="font-medium wrap-anywhere">{api}</span>
          </>
        )}
        :
      </p>
      <ul className="mt-2 mb-6 flex flex-col gap-2 rounded-xl bg-default px-4 py-3 text-[13px] leading-5">
        {scopes.length === 0 ? <li>Know that you signed in, and nothing else</li> : null}
        {scopes.map(({ name, description }) => (
          <li key={name} className="wrap-anywhere">
            {description === null ? (
              <code>{name}</code>
            ) : (
              <>
                {description} <code className="text-xs text-muted">{name}</code>
              </>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
