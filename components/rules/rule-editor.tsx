'use client';

import { toast } from '@heroui/react/toast';
import { useRouter } from 'next/navigation';
import { useMemo, useRef, useState } from 'react';
import type { CodeEditorHandle } from '@/components/editor/types';
import { CodeConflict } from '@/components/scripts/code-conflict';
import { CodeWorkspace } from '@/components/scripts/code-workspace';
import { metadataDeclarations, type ObservedPaths } from '@/components/scripts/metadata-declarations';
import { ReplayPanel } from '@/components/scripts/replay-panel';
import { sandboxDeclarations } from '@/components/scripts/sandbox-declarations';
import { fromCircumstances } from '@/components/scripts/test-form';
import type { Applications, SubjectActions } from '@/components/scripts/test-subject';
import { TestsPanel } from '@/components/scripts/tests-panel';
import { type ReplayActions, useReplay } from '@/components/scripts/use-replay';
import { useShortcuts } from '@/components/scripts/use-shortcuts';
import { useUnsavedGuard } from '@/components/ui/use-unsaved-guard';
import type { Action } from '@/lib/http/schemas';
import type { VersionedRule } from '@/lib/rules/schemas';
import type { RuleTestView } from '@/lib/trials/schemas';
import type { UserView } from '@/lib/users/schemas';
import { failureMarker, syntaxMarker } from './markers';
import { configurationDeclaration, hiddenRuleText, ruleDeclarations } from './rule-declarations';
import { RuleHeader } from './rule-header';
import type { ListVersionsAction } from './rule-versions';
import { TestPanel } from './test-panel';
import {
  type DraftActions,
  type OpenedRule,
  type RuleDraft,
  type StoredDraft,
  useRuleDraft,
} from './use-rule-draft';
import { useRuleTestRun } from './use-rule-test-run';
import { type RuleTestActions, renamedTest, useRuleTests } from './use-rule-tests';

type RuleEditorProps = {
  opened: OpenedRule;
  initialTests: readonly RuleTestView[];
  configurationKeys: readonly string[];
  /** Keys of metadata that users have. */
  observed: ObservedPaths;
  applications: Applications;
  /** Some users to begin with. */
  users: readonly UserView[];
  /** The recorded sign-in that the page was opened for. */
  signInId: string | null;
  actions: DraftActions &
    RuleTestActions &
    ReplayActions &
    SubjectActions & { remove: Action<{ id: string }, null>; listVersions: ListVersionsAction };
};

/** A rule: its code, what can be done with it, and places to try it. */
export function RuleEditor(props: RuleEditorProps) {
  const { opened, configurationKeys, observed, applications, users, actions, signInId } = props;
  const router = useRouter();
  const editor = useRef<CodeEditorHandle>(null);
  const draft = useRuleDraft(opened, actions);
  const { base, code, latestCode, isDirty } = draft;
  const { rule } = base;
  const [isDeleted, setDeleted] = useState(false);
  const [tab, setTab] = useState<'try' | 'tests' | 'replay'>('try');
  const own = { ruleId: rule.id, code, latestCode };
  const test = useRuleTestRun({ ...own, users, applications, signInId });
  const tests = useRuleTests({ ...own, initial: props.initialTests, actions });
  const replay = useReplay({
    tried: (typed) => ({ script: typed, rule_id: rule.id }),
    code,
    latestCode,
    actions,
  });
  useUnsavedGuard(isDirty && !isDeleted);

  const save = async () => {
    if (await draft.keep()) toast.success('Draft saved; sign-ins run as before');
  };
  /** The tests of the draft have run already: the conflict was found after them. */
  const overwrite = async (theirs: VersionedRule) => {
    if (!(await draft.keep())) return;
    const done = await draft.deploy({ over: theirs, force: true });
    if (done !== null && done !== 'conflict' && done.deployed)
      toast.success(`Version ${done.rule.version} is deployed`);
  };
  const run = () => {
    setTab('try');
    test.run();
  };
  useShortcuts({ onSave: () => void (isDirty && save()), onRun: run });
  const goTo = (line: number, column?: number) => editor.current?.goTo(line, column);
  /** Puts somebody's sign-in into the panel where one is tried. */
  const tryIt = (circumstances: Parameters<typeof fromCircumstances>[0], pipeline: boolean) => {
    test.open({ ...fromCircumstances(circumstances), runs: pipeline ? 'in-place' : 'alone' });
    setTab('try');
  };

  const libs = useMemo(
    () => [
      { path: 'annex/rule.d.ts', content: ruleDeclarations },
      { path: 'annex/sandbox.d.ts', content: sandboxDeclarations },
      { path: 'annex/configuration.d.ts', content: configurationDeclaration(configurationKeys) },
      { path: 'annex/metadata.d.ts', content: metadataDeclarations(observed) },
    ],
    [configurationKeys, observed],
  );
  const stop =
    test.isCurrent && test.ran?.form.runs !== 'live' ? failureMarker(test.report, [rule.id]) : null;

  return (
    <CodeWorkspace
      header={
        <RuleHeader
          draft={draft}
          tests={tests}
          replay={replay}
          actions={actions}
          onSave={() => void save()}
          onDeleted={() => {
            setDeleted(true);
            router.push('/console/rules');
          }}
        />
      }
      failure={draft.failure?.fields?.script ?? draft.failure?.message}
      name={rule.name}
      code={code}
      onChange={draft.setCode}
      path={`rules/${rule.id}.ts`}
      hiddenText={hiddenRuleText}
      libs={libs}
      faultOf={syntaxMarker}
      stop={stop}
      onRun={run}
      editor={editor}
      onGoTo={goTo}
      tab={tab}
      onTab={setTab}
      tabs={[
        {
          id: 'try',
          name: 'Try it',
          content: (
            <TestPanel
              test={test}
              ruleName={rule.name}
              applications={applications}
              actions={actions}
              saveTest={tests.save}
              onGoTo={goTo}
            />
          ),
        },
        {
          id: 'tests',
          name: tests.tests.length > 0 ? `Tests (${tests.tests.length})` : 'Tests',
          content: (
            <TestsPanel
              kind="rule"
              tests={tests}
              onChange={(saved, named) => tests.save(renamedTest(saved, named), saved.id)}
              onOpen={(saved) => tryIt(saved, saved.pipeline)}
            />
          ),
        },
        {
          id: 'replay',
          name: 'Replay',
          content: (
            <ReplayPanel
              kind="rule"
              replay={replay}
              applications={applications}
              actions={actions}
              onOpen={({ sign_in_id, user_id }) =>
                tryIt(sign_in_id === undefined ? { user_id } : { sign_in_id }, true)
              }
            />
          ),
        },
      ]}
    >
      {draft.conflict ? (
        <Conflict draft={draft} theirs={draft.conflict} onOverwrite={(theirs) => void overwrite(theirs)} />
      ) : null}
      {draft.draftConflict ? <DraftConflict draft={draft} theirs={draft.draftConflict} /> : null}
    </CodeWorkspace>
  );
}

function DraftConflict({ draft, theirs }: { draft: RuleDraft; theirs: StoredDraft }) {
  const overwrite = async () => {
    if (await draft.keep(draft.latestCode(), theirs)) toast.success('Draft saved over theirs');
  };
  return (
    <CodeConflict
      title="The draft changed while you were editing"
      description="Somebody else saved another draft. Lines marked − are theirs, lines marked + are yours. Only deployed versions are kept in the history."
      overwriteLabel="Save mine over theirs"
      mine={draft.code}
      theirs={theirs.script}
      isPending={draft.isPending}
      onOverwrite={() => void overwrite()}
      onTakeTheirs={() => draft.takeDraft(theirs)}
      onClose={draft.keepEditing}
    />
  );
}

type ConflictProps = {
  draft: RuleDraft;
  theirs: VersionedRule;
  onOverwrite: (theirs: VersionedRule) => void;
};

function Conflict({ draft, theirs, onOverwrite }: ConflictProps) {
  return (
    <CodeConflict
      title="The live code changed while you were editing"
      description={`Your draft began from version ${draft.base.version}; version ${theirs.version} has other code. Lines marked − are theirs, lines marked + are yours. Every deployed version stays in the history.`}
      overwriteLabel={`Deploy mine as version ${theirs.version + 1}`}
      mine={draft.code}
      theirs={theirs.rule.script}
      isPending={draft.isPending}
      onOverwrite={() => onOverwrite(theirs)}
      onTakeTheirs={() => void draft.take(theirs)}
      onClose={draft.keepEditing}
    />
  );
}
