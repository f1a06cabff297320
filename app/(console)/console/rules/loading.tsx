import { PageHeader } from '@/components/layout/page-header';
import { RuleListSkeleton } from '@/components/rules/rule-list-skeleton';

export default function Loading() {
  return (
    <>
      <PageHeader title="Rules" />
      <RuleListSkeleton />
    </>
  );
}
