/** What stands beside the document: its checklist, what is said about it, or the project's chat. */
import type { Room } from '@syncforge/client'
import { Comments } from '@syncforge/react'
import type { KeyboardEvent } from 'react'
import type { PlanDocument } from '../plan/documents.ts'
import { Chat } from './chat.tsx'
import { Checklist } from './checklist.tsx'
import { UnreadChat, UnreadComments } from './unread.tsx'

export const sideTabs = ['checklist', 'comments', 'chat'] as const
export type SideTab = (typeof sideTabs)[number]

interface SideProps {
  readonly room: Room
  readonly document: PlanDocument
  readonly mayWrite: boolean
  readonly tab: SideTab
  readonly onTab: (tab: SideTab) => void
}

const words: Readonly<Record<SideTab, string>> = { checklist: 'Checklist', comments: 'Comments', chat: 'Chat' }

/** Its name, with what is unread there. */
export const SideName = ({ room, document, tab }: Pick<SideProps, 'room' | 'document' | 'tab'>) => (
  <>
    {words[tab]}
    {tab === 'comments' && <UnreadComments room={room} document={document.key} />}
    {tab === 'chat' && <UnreadChat room={room} />}
  </>
)

/** The margin is narrow. */
const commentWords = { search: 'Search' }

const steps: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1 }

export const Side = ({ room, document, mayWrite, tab, onTab }: SideProps) => {
  const onKeyDown = ({ key, currentTarget }: KeyboardEvent<HTMLElement>) => {
    const step = steps[key]
    if (step === undefined) return
    const next = sideTabs.at((sideTabs.indexOf(tab) + step) % sideTabs.length) as SideTab
    onTab(next)
    currentTarget.querySelector<HTMLElement>(`#tab-${next}`)?.focus()
  }
  return (
    <aside className="side" aria-label="Beside the document">
      <div className="tabs" role="tablist" aria-label="Beside the document" onKeyDown={onKeyDown}>
        {sideTabs.map((name) => (
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
            <SideName room={room} document={document} tab={name} />
          </button>
        ))}
      </div>
      <div id="panel-checklist" role="tabpanel" aria-labelledby="tab-checklist" hidden={tab !== 'checklist'}>
        <Checklist room={room} list={document.key} title={document.title} mayWrite={mayWrite} />
      </div>
      <div id="panel-comments" role="tabpanel" aria-labelledby="tab-comments" hidden={tab !== 'comments'}>
        <h2 className="side-title">About {document.title}</h2>
        {/* Another document is another list: what is begun in this one stays a draft of its own. */}
        <Comments key={document.key} room={room} anchorId={document.key} words={commentWords} />
      </div>
      <div id="panel-chat" className="panel-chat" role="tabpanel" aria-labelledby="tab-chat" hidden={tab !== 'chat'}>
        {/* Only a conversation that is seen is read. */}
        {tab === 'chat' && <Chat room={room} mayWrite={mayWrite} />}
      </div>
    </aside>
  )
}
