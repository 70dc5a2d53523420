/** What happens in an organization, as it happens: who comes and goes, what is refused, what fails, what is done; filtered, paused, copied. */
import { getRouteApi } from '@tanstack/react-router'
import { ClipboardCopy, Pause, Play, Radio } from 'lucide-react'
import { useEffect, useState } from 'react'
import { toProblem, unreachable } from '../../api/problem.ts'
import { Empty, SkeletonRows } from '../../components/async.tsx'
import { Button } from '../../components/button.tsx'
import { Choice, Field } from '../../components/field.tsx'
import { Page } from '../../components/page.tsx'
import { ProblemView } from '../../components/problem-view.tsx'
import { say, sayProblem } from '../../components/toast.tsx'
import { LiveSign } from '../../live/live-sign.tsx'
import { type LiveLog as Log, type ShownLine, useLiveLog } from '../../live/log.ts'
import { useOrganization } from '../../session/organizations.ts'
import { useRight } from '../../session/rights.ts'
import { LogLines } from './lines.tsx'
import { kinds } from './words.ts'

const route = getRouteApi('/signed-in/orgs/$slug/live-log')

const shownMax = 300
/** Whoever listens hears how many there are, not each. */
const sayEveryMs = 5_000

interface Filter {
  readonly kind?: string
  readonly room?: string
  readonly who?: string
}

const fits =
  ({ kind, room, who }: Filter) =>
  (line: ShownLine): boolean =>
    line.kind === 'gap' ||
    line.kind === 'left-out' ||
    ((!kind || line.kind === kind) &&
      (!room || line.roomId?.includes(room) === true) &&
      (!who || line.who?.includes(who) === true))

const copyLines = (lines: readonly ShownLine[]) =>
  void navigator.clipboard.writeText(lines.map((line) => JSON.stringify(line)).join('\n')).then(
    () => say(lines.length === 1 ? '1 line copied.' : `${lines.length} lines copied.`),
    (error: unknown) => sayProblem(error),
  )

/** How many lines there are, said now and then. */
const Count = ({ lines }: { readonly lines: readonly ShownLine[] }) => {
  const [said, setSaid] = useState(lines.length)
  useEffect(() => {
    const timer = setTimeout(() => setSaid(lines.length), sayEveryMs)
    return () => clearTimeout(timer)
  }, [lines.length])
  return (
    <p className="visually-hidden" role="status">
      {said === 1 ? '1 line' : `${said} lines`}
    </p>
  )
}

const Body = ({ log, lines }: { readonly log: Log; readonly lines: readonly ShownLine[] }) => {
  if (lines.length > 0)
    return (
      <section className="table-frame" aria-label="Live log">
        <LogLines lines={lines} />
      </section>
    )
  if (log.status === 'connecting')
    return (
      <div aria-busy="true">
        <p className="visually-hidden" role="status">
          Loading…
        </p>
        <SkeletonRows rows={8} />
      </div>
    )
  if (log.status !== 'live')
    return <ProblemView problem={toProblem(unreachable())} onRetry={() => window.location.reload()} />
  return (
    <Empty
      icon={<Radio aria-hidden />}
      title={log.lines.length === 0 ? 'Nothing has happened yet' : 'Nothing like that'}
    >
      {log.lines.length === 0
        ? 'Who comes into a room, and what is refused or fails, is shown here at once.'
        : 'No line fits the filters.'}
    </Empty>
  )
}

export const LiveLog = () => {
  const { id: organizationId } = useOrganization()
  const filter = route.useSearch()
  const navigate = route.useNavigate()
  const log = useLiveLog(organizationId)
  const [held, setHeld] = useState<readonly ShownLine[] | null>(null)
  const acts = useRight('audit:read')
  const shown = (held ?? log.lines).filter(fits(filter)).slice(-shownMax).reverse()
  const missed = held === null ? 0 : log.lines.filter(({ sequence }) => sequence > (held.at(-1)?.sequence ?? 0)).length
  const narrow = (change: Filter) =>
    void navigate({
      replace: true,
      search: Object.fromEntries(Object.entries({ ...filter, ...change }).filter(([, value]) => value !== '')),
    })
  return (
    <Page
      title="Live log"
      lead={
        acts.may
          ? 'Who comes and goes, what is refused, what fails and what is done, as it happens. Never what people write.'
          : 'Who comes and goes, what is refused and what fails, as it happens. Never what people write.'
      }
      actions={
        <>
          <LiveSign status={log.status} />
          <Button
            icon={held === null ? <Pause aria-hidden /> : <Play aria-hidden />}
            aria-pressed={held !== null}
            onClick={() => setHeld(held === null ? log.lines : null)}
          >
            {held === null ? 'Pause' : missed === 0 ? 'Go on' : `Go on (${missed} new)`}
          </Button>
          <Button
            icon={<ClipboardCopy aria-hidden />}
            reason={shown.length === 0 ? 'There is nothing to copy.' : undefined}
            onClick={() => copyLines([...shown].reverse())}
          >
            Copy
          </Button>
        </>
      }
    >
      <div className="filters">
        <Choice
          label="Kind"
          value={filter.kind ?? ''}
          options={[['', 'Everything'], ...kinds.filter(([kind]) => kind !== 'act' || acts.may)]}
          onChange={({ target }) => narrow({ kind: target.value })}
        />
        <Field
          label="Room"
          value={filter.room ?? ''}
          placeholder="Any"
          autoComplete="off"
          onChange={({ target }) => narrow({ room: target.value })}
        />
        <Field
          label="Who"
          value={filter.who ?? ''}
          placeholder="Anybody"
          autoComplete="off"
          onChange={({ target }) => narrow({ who: target.value })}
        />
      </div>
      <Body log={log} lines={shown} />
      <Count lines={shown} />
    </Page>
  )
}
