/** What stands beside the document: its checklist, or the project's chat. */
import type { Room } from '@syncforge/client'
import type { KeyboardEvent } from 'react'
import type { PlanDocument } from '../plan/documents.ts'
import { useStore } from '../ui/use-store.ts'
import { Chat } from './chat.tsx'
import { Checklist } from './checklist.tsx'

export type SideTab = 'checklist' | 'chat'

interface SideProps {
  readonly room: Room
  readonly document: PlanDocument
  readonly mayWrite: boolean
  readonly tab: SideTab
  readonly onTab: (tab: SideTab) => void
}

const tabs = [
  { name: 'checklist', words: 'Checklist' },
  { name: 'chat', words: 'Chat' },
] as const

export const Unread = ({ room }: { readonly room: Room }) => {
  const { unread } = useStore(room.chat)
  if (unread === 0) return null
  return (
    <span className="badge">
      {unread}
      <span className="visually-hidden"> unread</span>
    </span>
  )
}

export const Side = ({ room, document, mayWrite, tab, onTab }: SideProps) => {
  const onKeyDown = ({ key, currentTarget }: KeyboardEvent<HTMLElement>) => {
    if (key !== 'ArrowLeft' && key !== 'ArrowRight') return
    const next = tab === 'chat' ? 'checklist' : 'chat'
    onTab(next)
    currentTarget.querySelector<HTMLElement>(`#tab-${next}`)?.focus()
  }
  return (
    <aside className="side" aria-label="Beside the document">
      <div className="tabs" role="tablist" aria-label="Beside the document" onKeyDown={onKeyDown}>
        {tabs.map(({ name, words }) => (
          <button
            key={name}
            id={`tab-${name}`}
            type="button"
            role="tab"
            className="tab"
            aria-selected={tab === name}
            aria-controls={`panel-${name}`}
            tabIndex={tab === name ? 0 : -1}
            onClick={() => onTab(name)}
          >
            {words}
            {name === 'chat' && <Unread room={room} />}
          </button>
        ))}
      </div>
      <div id="panel-checklist" role="tabpanel" aria-labelledby="tab-checklist" hidden={tab !== 'checklist'}>
        <Checklist room={room} list={document.key} title={document.title} mayWrite={mayWrite} />
      </div>
      <div id="panel-chat" className="panel-chat" role="tabpanel" aria-labelledby="tab-chat" hidden={tab !== 'chat'}>
        {/* Only a conversation that is seen is read. */}
        {tab === 'chat' && <Chat room={room} mayWrite={mayWrite} />}
      </div>
    </aside>
  )
}
