import { orNotFound, requireAdmin } from '@/lib/http/page';
import { webStream } from '@/lib/http/web-stream';
import { openOwnExport } from '@/lib/jobs';

/** The file of an export, to be kept by the browser. */
export async function GET(
  _request: Request,
  { params }: { params: Promise<{ id: string }> },
): Promise<Response> {
  const ctx = await requireAdmin();
  const { name, pieces } = await orNotFound(openOwnExport(ctx, (await params).id));
  const type = name.endsWith('.csv') ? 'text/csv; charset=utf-8' : 'application/x-ndjson';
  return new Response(webStream(pieces), {
    headers: {
      'content-type': type,
      'content-disposition': `attachment; filename="${name}"`,
      'cache-control': 'no-store',
    },
  });
}
