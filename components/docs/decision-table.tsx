type Row = { subject: string; auth0: string; annex: string };

/** A subject a row: what Auth0 does, what Annex does. A list where the screen is narrow. */
export function DecisionTable({ title, rows }: { title: string; rows: Row[] }) {
  const id = title.toLowerCase().replaceAll(/[^a-z]+/g, '-');
  return (
    <section aria-labelledby={id} className="mt-8">
      <h2 id={id} className="mb-2 scroll-mt-20 text-base font-semibold tracking-tight">
        {title}
      </h2>
      <div className="rounded-xl border border-border bg-surface">
        <table className="block w-full text-start sm:table">
          <thead className="sr-only sm:not-sr-only sm:table-header-group">
            <tr className="text-[13px] text-muted *:px-4 *:py-2 *:text-start *:font-medium">
              <th scope="col" className="w-1/5">
                Subject
              </th>
              <th scope="col" className="w-1/4">
                Auth0
              </th>
              <th scope="col">Annex</th>
            </tr>
          </thead>
          <tbody className="block sm:table-row-group">
            {rows.map(({ subject, auth0, annex }) => (
              <tr
                key={subject}
                className="block border-t border-separator px-4 py-3 align-top max-sm:first:border-0 sm:table-row sm:*:px-4 sm:*:py-2.5"
              >
                <th scope="row" className="block text-start font-medium sm:table-cell">
                  {subject}
                </th>
                <td className="block text-muted before:content-['Auth0:_'] empty:hidden sm:table-cell sm:before:content-none sm:empty:table-cell">
                  {auth0}
                </td>
                <td className="block before:text-muted before:content-['Annex:_'] sm:table-cell sm:before:content-none">
                  {annex}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
