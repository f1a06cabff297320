import { EditorPlaceholder } from '@/components/editor/editor-placeholder';
import { BackLink } from '@/components/layout/page-header';
import { Skeleton } from '@/components/ui/skeleton';

export default function Loading() {
  return (
    <div data-wide>
      <BackLink href="/console/actions" label="Actions" />
      <Skeleton className="mb-6 h-7 w-64" />
      <EditorPlaceholder height="60vh" />
    </div>
  );
}
