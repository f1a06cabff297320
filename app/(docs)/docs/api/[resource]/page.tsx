import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ApiOperation } from '@/components/docs/api-operation';
import { apiResources } from '@/lib/http/docs';

type Props = { params: Promise<{ resource: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `${(await params).resource} · Management API` };
}

export default async function ResourcePage({ params }: Props) {
  const { resource } = await params;
  const found = apiResources().find(({ name }) => name === resource);
  if (!found) notFound();
  return (
    <>
      <h1 className="mb-6 text-xl font-semibold tracking-tight">{found.name}</h1>
      {found.operations.map((operation) => (
        <ApiOperation key={operation.id} operation={operation} />
      ))}
    </>
  );
}
