/** A document: its text now or at a moment of its past, who is here, what waits to be sent, and with whom it is shared. */
import type { PresenceUser, SyncForgeError } from '@syncforge/client'
import { useEffect, useState } from 'react'
import { addressOf } from '../address.ts'
import type { Me } from '../api.ts'
import { SharePanel } from '../share/share-panel.tsx'
import { Frame } from '../ui/frame.tsx'
import { useStore } from '../ui/use-store.ts'
import { Editor } from './editor.tsx'
import { HistoryPanel } from './history-panel.tsx'
import { type Opened, openDocument } from './open.ts'
import { Past } from './past.tsx'

const headlines: Readonly<Record<string, string>> = {
  ROOM_NOT_FOUND: 'This document doesn’t exist',
  ROOM_DELETED: 'This document was deleted',
  FORBIDDEN: 'This document isn’t shared with you',
  UNAUTHORIZED: 'This link doesn’t open it any more',
}

const nameOf = ({ userInfo, verified }: PresenceUser): string => {
  const name = String(userInfo.name ?? 'Guest').slice(0, 40)
  return verified ? name : `${name} (by link)`
}

const roles = { moderate: 'Owner', write: 'Editor', comment: 'Viewer', read: 'Viewer' } as const

interface DocumentPageProps {
  readonly id: string
  readonly at: number | null
  readonly me: Me | null
  readonly link: string | null
}

const Inside = ({
  opened: { room },
  at,
  why,
}: {
  readonly opened: Opened
  readonly at: number | null
  readonly why: string
}) => {
  const access = useStore(room.access)
  const status = useStore(room.status)
  const people = useStore(room.presence)
  const name = useStore(room.info)?.name ?? 'Document'
  const [panel, setPanel] = useState<'history' | 'share' | null>(null)
  const toggle = (which: 'history' | 'share') => () => setPanel(panel === which ? null : which)
  const mayWrite = status !== 'disconnected' && (access === 'write' || access === 'moderate')
  useEffect(() => {
    document.title = `${name} · Converge`
  }, [name])
  return (
    <Frame
      title={name}
      side={
        <>
          <span className="small quiet role">{roles[access]}</span>
          <button
            type="button"
            className="button button-small"
            aria-expanded={panel === 'history'}
            onClick={toggle('history')}
          >
            History
          </button>
          {access === 'moderate' && (
            <button
              type="button"
              className="button button-small"
              aria-expanded={panel === 'share'}
              onClick={toggle('share')}
            >
              Share
            </button>
          )}
        </>
      }
    >
      {status === 'disconnected' && (
        <p className="banner" role="alert">
          You are not in this document any more. {why} <a href={location.href}>Come in again</a>
        </p>
      )}
      {status !== 'disconnected' && status !== 'connected' && (
        <p className="banner" role="status">
          You’re offline. What you write is kept in this browser.
        </p>
      )}
      <main className="desk" data-panel={panel ?? undefined}>
        <div className="paper">
          <p className="small quiet here">
            Here: <span>{people.map(nameOf).join(', ') || 'you alone'}</span>
          </p>
          {at === null ? <Editor room={room} mayWrite={mayWrite} /> : <Past room={room} at={at} mayWrite={mayWrite} />}
        </div>
        {panel === 'history' && <HistoryPanel room={room} mayWrite={mayWrite} />}
        {panel === 'share' && <SharePanel id={room.id} />}
      </main>
    </Frame>
  )
}

export const DocumentPage = ({ id, at, me, link }: DocumentPageProps) => {
  const [opened, setOpened] = useState<Opened | null>(null)
  const [problem, setProblem] = useState<SyncForgeError | null>(null)
  const [why, setWhy] = useState('')
  useEffect(() => {
    const gone = new AbortController()
    let mine: Opened | undefined
    const hear = (error: SyncForgeError) => setWhy(`${error.message} (${error.code})`)
    openDocument(id, me, link, hear, gone.signal).then(
      (found) => {
        mine = found
        setOpened(found)
      },
      (error) => gone.signal.aborted || setProblem(error as SyncForgeError),
    )
    return () => {
      gone.abort()
      mine?.client.close()
    }
  }, [id, me, link])
  if (problem) {
    return (
      <Frame title="Converge">
        <main>
          <div className="face" role="alert">
            <h2>{headlines[problem.code] ?? 'It could not be opened'}</h2>
            <p>{problem.message}</p>
            <p className="small quiet">{problem.code}</p>
            <a className="button" href={addressOf({ doc: null })}>
              All documents
            </a>
          </div>
        </main>
      </Frame>
    )
  }
  if (!opened) {
    return (
      <Frame title="Converge">
        <main className="face" aria-busy="true">
          <p className="quiet">Opening…</p>
        </main>
      </Frame>
    )
  }
  return <Inside opened={opened} at={at} why={why} />
}
