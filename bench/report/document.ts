// Owns the whole report as Markdown: the machine, one table per scenario, the targets, and how to read them.
import type { Row } from '../measure/row.ts'
import type { Scenario } from '../scenarios.ts'
import { figuresOf, grownPerRoom } from './figures.ts'
import type { Machine } from './machine.ts'
import { figure, markdownTable, percent, scenarioTable } from './table.ts'
import { type Verdict, verdicts } from './targets.ts'

export interface Run {
  readonly machine: Machine
  readonly quick: boolean
  readonly rows: readonly Row[]
}

const reading = [
  'A change is one edit, cursor state or join at one receiver. Latency is from the write of the frame at the sender to its',
  'reading at the receiver, over what was delivered. CPU is user + system time of all processes of a server, as the',
  'operating system counts it, from the first change to the end of delivery. Memory is resident memory of all its',
  'processes; growth is from the moment when everyone is in. In the cursor storms 20 receivers are read in full and stand',
  'for all; `oldest` is the greatest age of what any of them knew of anyone. Ratios are against the best peer that',
  'delivered at least 90 % (where none did: CPU and bytes against the best of all, no ratio of P95). y-partyserver runs on workerd itself, as SyncForge does, and not',
  'behind `wrangler dev`. Peers run with their defaults: in memory. A yardstick is no peer: bare-workerd is an object with one table and',
  'an empty document that stores each update and passes on what it hears, behind a worker; below it no room on workerd can be.',
].join('\n')

const machineLines = ({ machine, quick }: Run, servers: readonly string[]) =>
  [
    `${machine.date} · commit ${machine.commit}${quick ? ' · quick run' : ''}`,
    `${machine.cpu}, ${machine.memoryGigabytes} GB, ${machine.kernel}; load generator on the same machine`,
    `Node ${machine.node}, workerd ${machine.workerd}, yjs ${machine.yjs}; ${servers.join(', ')}`,
  ]
    .map((line) => `- ${line}`)
    .join('\n')

const disturbedCores = 0.2

/** A sentence to put above figures that other work on the machine has spoiled; empty when there was none. */
const disturbance = (rows: readonly Row[]) => {
  const disturbed = rows.filter(({ otherCores }) => otherCores > disturbedCores).length
  if (disturbed === 0) return ''
  return `**Not a quiet machine: in ${disturbed} of ${rows.length} rows other programs used more than ${disturbedCores} cores.**`
}

const noteLines = (rows: readonly Row[]) =>
  rows
    .filter(({ load }) => load !== null && load.notes.length > 0)
    .map(({ server, load }) => `- ${server}: ${load?.notes.slice(0, 4).join('; ')}`)
    .join('\n')

const processLines = (rows: readonly Row[]) =>
  rows
    .filter(({ memory }) => memory !== null && memory.processes.length > 1)
    .map(({ server, memory, cpuMicros, cpuByProcess }) => {
      const held = memory?.processes.map(({ command, peakBytes }) => `${command} ${Math.round(peakBytes / 2 ** 20)} MB`)
      const used = cpuByProcess
        .filter((process) => process.cpuMicros > 0)
        .map((process) => `${process.command} ${percent(process.cpuMicros / cpuMicros)}`)
      return `- ${server}: memory ${held?.join(' + ')}; CPU ${used.join(' + ')}`
    })
    .join('\n')

/** Where the memory of many rooms lies, for servers of several processes. */
const growthLines = ({ job }: Scenario, rows: readonly Row[]) => {
  if (job.kind !== 'rooms') return ''
  return rows
    .flatMap(({ server, memory }) => (memory !== null && memory.processes.length > 1 ? [{ server, memory }] : []))
    .map(({ server, memory }) => {
      const grown = memory.processes.map(
        (process) => `${process.command} ${figure(grownPerRoom(process, job.rooms))} kB`,
      )
      return `- ${server}: growth per idle room ${grown.join(', ')}; only what grew is counted`
    })
    .join('\n')
}

export const verdictsOf = ({ rows }: Run): readonly Verdict[] => verdicts(rows.map(figuresOf))

export const reportOf = (run: Run, scenarios: readonly Scenario[]): string => {
  const servers = [...new Set(run.rows.map(({ server, version }) => `${server.replace(' (native)', '')} ${version}`))]
  const sections = scenarios
    .map((scenario) => ({ scenario, rows: run.rows.filter((row) => row.scenario === scenario.name) }))
    .filter(({ rows }) => rows.length > 0)
    .map(({ scenario, rows }) =>
      [
        `### ${scenario.title}`,
        `A change: ${scenario.change}.`,
        scenarioTable(scenario, rows.map(figuresOf)),
        [noteLines(rows), processLines(rows), growthLines(scenario, rows)].filter((lines) => lines !== '').join('\n'),
      ]
        .filter((part) => part !== '')
        .join('\n\n'),
    )
  const targets = markdownTable(
    ['target', 'wanted', 'measured', 'verdict'],
    verdictsOf(run).map(({ target, wanted, measured, verdict }) => [target, wanted, measured, verdict]),
  )
  return [machineLines(run, servers), disturbance(run.rows), reading, ...sections, '### Targets', targets]
    .filter((part) => part !== '')
    .join('\n\n')
}
