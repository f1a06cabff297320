import type { ReactNode } from 'react';
import { Card } from '@/components/ui/card';
import { Time } from '@/components/ui/time';
import type { OutboxMail } from '@/lib/mail/schemas';
import { mailDocument, textPieces } from './mail-document';
import { templateName } from './outbox-words';

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex gap-3 py-1">
      <dt className="w-20 shrink-0 text-muted">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </div>
  );
}

/** One mail as its reader would have got it. Its HTML is shown in a frame that can run, ask and open nothing. */
export function MailView({ mail }: { mail: OutboxMail }) {
  return (
    <div className="flex flex-col gap-5">
      <dl className="text-[13px] leading-5">
        <Fact name="To">{mail.to}</Fact>
        <Fact name="From">{mail.from}</Fact>
        <Fact name="Kind">{templateName(mail.template)}</Fact>
        <Fact name="Written">
          <Time value={mail.created_at} />
        </Fact>
      </dl>
      <Card id="text" title="Text" description="With the links of the mail, which work from here.">
        <p className="font-mono text-[13px] leading-6 break-words whitespace-pre-wrap">
          {textPieces(mail.text).map(({ text, isLink }, index) =>
            isLink ? (
              <a
                // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one text never move
                key={index}
                href={text}
                target="_blank"
                rel="noreferrer"
                className="rounded-sm text-link underline-offset-4 outline-none hover:underline focus-visible:status-focused"
              >
                {text}
              </a>
            ) : (
              text
            ),
          )}
        </p>
      </Card>
      <Card id="html" title="HTML" description="As a mail program shows it, without pictures from elsewhere.">
        <iframe
          title="The mail"
          sandbox=""
          srcDoc={mailDocument(mail.html)}
          className="h-[40rem] w-full rounded-lg border border-border bg-white"
        />
      </Card>
    </div>
  );
}
