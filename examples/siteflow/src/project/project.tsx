/** A project: nine documents, whoever is here, and what they say and do. */
import type { Room } from '@syncforge/client'
import { useEffect, useMemo, useState } from 'react'
import { goTo, usePlace } from '../address.ts'
import { createDesk, type Desk } from '../desk/desk.ts'
import { Sheet } from '../desk/sheet.tsx'
import { Avatars } from '../people/avatars.tsx'
import { toPeople } from '../people/people.ts'
import { findDocument, plan } from '../plan/documents.ts'
import { setUp } from '../plan/set-up.ts'
import { Banner } from '../room/banner.tsx'
import { Bar } from '../ui/bar.tsx'
import { useStore } from '../ui/use-store.ts'
import { Contents } from './contents.tsx'
import { Meter } from './meter.tsx'
import { Side, SideName, type SideTab, sideTabs } from './side.tsx'

/** On a narrow window one of them shows at a time. */
type Face = 'contents' | 'sheet' | SideTab

const faces: readonly Face[] = ['contents', 'sheet', ...sideTabs]

const isOfSide = (face: Face): face is SideTab => face !== 'contents' && face !== 'sheet'

const useDesks = (room: Room): readonly Desk[] => {
  const [desks, setDesks] = useState<readonly Desk[]>([])
  useEffect(() => {
    const opened = plan.map((document) => createDesk(room, document))
    setDesks(opened)
    return () => {
      for (const desk of opened) desk.close()
    }
  }, [room])
  return desks
}

/** Tells the others which document this window shows, and whether I write there. */
const usePlaceInPresence = (room: Room, document: string, editing: boolean): void => {
  useEffect(() => room.presence.update({ document, editing }), [room, document, editing])
}

interface WorkbenchProps {
  readonly room: Room
  readonly desk: Desk
  readonly desks: readonly Desk[]
}

const Workbench = ({ room, desk, desks }: WorkbenchProps) => {
  const { document } = desk
  const [face, setFace] = useState<Face>('sheet')
  const [tab, setTab] = useState<SideTab>('checklist')
  const users = useStore(room.presence)
  const people = useMemo(() => toPeople(users, room.self), [users, room])
  const isWanted = ['write', 'moderate'].includes(useStore(room.access))
  const mayWrite = useStore(room.status) !== 'disconnected' && isWanted
  usePlaceInPresence(room, document.key, useStore(desk).mode === 'editing')
  const show = (next: Face) => {
    setFace(next)
    if (isOfSide(next)) setTab(next)
  }
  return (
    <>
      <main className="workbench" data-face={face}>
        <Contents room={room} desks={desks} people={people} open={document.key} onOpen={() => show('sheet')} />
        <Sheet key={document.key} room={room} desk={desk} mayWrite={mayWrite} />
        <Side room={room} document={document} mayWrite={mayWrite} tab={tab} onTab={show} />
      </main>
      <nav className="faces" aria-label="Parts of the page">
        {faces.map((name) => (
          <button key={name} type="button" aria-pressed={face === name} onClick={() => show(name)}>
            {name === 'contents' && 'Documents'}
            {name === 'sheet' && 'Text'}
            {isOfSide(name) && <SideName room={room} document={document} tab={name} />}
          </button>
        ))}
      </nav>
    </>
  )
}

const Here = ({ room }: { readonly room: Room }) => {
  const users = useStore(room.presence)
  return <Avatars people={useMemo(() => toPeople(users, room.self), [users, room])} label="Here now" />
}

const Whole = ({ room }: { readonly room: Room }) => {
  const { done, total } = useStore(room.checklists)
  return <Meter done={done} total={total} label="Progress of the project" />
}

interface ProjectProps {
  readonly room: Room
  readonly name: string
  /** Why the stay is over, where it is. */
  readonly why: string
  readonly onRejoin: () => void
}

export const Project = ({ room, name, why, onRejoin }: ProjectProps) => {
  const { doc } = usePlace()
  const desks = useDesks(room)
  const open = findDocument(doc) ?? findDocument('brief')
  const desk = desks.find(({ document }) => document === open)
  useEffect(() => {
    globalThis.document.title = `${open?.title}: ${name} · Siteflow`
  }, [open, name])
  useEffect(() => {
    // Whoever cannot finish it leaves it to the next.
    setUp(room).catch(() => {})
  }, [room])
  return (
    <div className="frame">
      <Bar title={name} onBack={() => goTo({ project: null, doc: null })}>
        <Whole room={room} />
        <Here room={room} />
      </Bar>
      <Banner room={room} why={why} onRejoin={onRejoin} />
      {desk && <Workbench room={room} desk={desk} desks={desks} />}
    </div>
  )
}
