// Steps of a case from state to state, in memory, against a workflow engine of the field: a reviewer claims a case and gives it
// back. Ours are checked for role, conditions and deadlines; the engine's have two states and nothing to check.
import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { inTurn, line } from '../measure.mjs';

const OURS = 1_000_000;
const THEIRS = 2_000;
const DEFINITION = {
  id: 'case', initial: 'submitted', states: { submitted: { on: { CLAIM: 'in-review' } }, 'in-review': { on: { UNCLAIM: 'submitted' } } },
};

async function ourTurn(bench) {
  const { stdout } = await promisify(execFile)(join(bench.build, 'bench', 'bench-rules'), ['steps', String(OURS)]);
  return Number(stdout.split(' ')[0]);
}

/** The engine tells each step on the console: that is left out of its time. */
async function theirTurn(createWorkflow) {
  const workflow = createWorkflow({
    runtimeId: 'bench', definitionType: 'statechart-json', definition: DEFINITION, workflowContext: { machineContext: {} }, extensions: {},
  });
  const { log } = console;
  console.log = () => {};
  try {
    const begun = process.cpuUsage();
    for (let step = 0; step < THEIRS; step += 1) await workflow.sendEvent({ type: step % 2 ? 'UNCLAIM' : 'CLAIM' });
    const { user, system } = process.cpuUsage(begun);
    if (workflow.getSnapshot().value !== 'submitted') throw new Error('the engine did not take the steps');
    return THEIRS / ((user + system) / 1e6);
  } finally {
    console.log = log;
  }
}

async function measure(bench) {
  const { createWorkflow } = createRequire(import.meta.url)('@ballerine/workflow-core');
  const { ours, theirs } = await inTurn(bench.times, { ours: () => ourTurn(bench), theirs: () => theirTurn(createWorkflow) }, bench.progress);
  return [line({ what: 'steps of a case in memory, a second of processor time', ours, theirs, unit: '/s', against: '@ballerine/workflow-core' })];
}

export const workflow = { name: 'workflow', measure };
