/** Owns the room's documents on this side: which are open, and whether all of them are saved. Rules DO1–DO8 are in the contract. */

import { readAwarenessMessage, readServerDocumentMessage } from '@syncforge/protocol/document-frames'
import { Channel } from '@syncforge/protocol/frames'
import { defaultDocument } from '@syncforge/protocol/ids'
import type { Awareness } from 'y-protocols/awareness'
import type * as Y from 'yjs'
import { checkDocumentName } from '../check.ts'
import { roomReplaced, SyncForgeError } from '../errors.ts'
import type { KeptRoom } from '../offline/kept-room.ts'
import type { Feature, Link } from '../session.ts'
import { createStore } from '../store.ts'
import { type AwarenessSync, createAwarenessSync } from './awareness.ts'
import { createDocumentSync, type DocumentSync } from './document.ts'
import { createKeeper, type DocumentToKeep } from './keeper.ts'

/**
 * `saved`: every open document is complete and every edit of mine is durable in the room's storage. `synchronizing`:
 * not yet, or an edit was refused. `offline`: there is no connection; edits are kept and sent on return.
 */
export type SyncStatus = 'synchronizing' | 'saved' | 'offline'

/** Which binary frame an error is about. */
interface FrameFault {
  readonly channel: string
  readonly document: string
  readonly seq: number
}

/** Where this browser keeps the room's documents, and whose they are. */
export interface Keeping {
  readonly userId: string
  /** `null` when the browser keeps nothing. */
  readonly room: Promise<KeptRoom | null>
}

export const createDocuments = (link: Link, keeping: Keeping | null) => {
  const open = new Map<string, DocumentSync>()
  const awareness = new Map<string, AwarenessSync>()
  const sync = createStore<SyncStatus>('offline')
  const unsaved = createStore(false)
  let ending: SyncForgeError | null = null
  let generation: string | null = null

  const changed = () => {
    const isSaved = [...open.values()].every((document) => document.isSaved())
    sync.set(!link.isConnected() ? 'offline' : isSaved ? 'saved' : 'synchronizing')
    unsaved.set(ending?.code !== 'CLOSED' && [...open.values()].some((document) => document.isUnsaved()))
  }
  const keep =
    keeping === null
      ? undefined
      : (plan: DocumentToKeep) =>
          createKeeper({
            ...plan,
            room: keeping.room,
            generation: () => generation,
            refuse: link.end,
            report: link.report,
          })
  const openDocument = (name: string): DocumentSync => {
    const known = open.get(name)
    if (known) return known
    if (ending) throw ending
    const document = createDocumentSync({ name, link, changed, keep })
    open.set(name, document)
    if (link.isConnected()) document.welcomed()
    return document
  }

  const feature: Feature = {
    welcomed({ room, self }) {
      const isAnother = generation !== null && room.generation !== null && generation !== room.generation
      if (isAnother && open.size > 0) return link.end(roomReplaced())
      if (keeping !== null && self.userId !== keeping.userId) {
        const what = `What is kept here is ${keeping.userId}'s, and the room knows me as ${self.userId}`
        return link.end(new SyncForgeError('FORBIDDEN', what))
      }
      generation = room.generation ?? generation
      void keeping?.room.then((kept) => kept?.rememberSelf(self))
      for (const document of open.values()) document.welcomed()
      for (const editors of awareness.values()) editors.welcomed()
      changed()
    },
    rightsChanged() {
      void keeping?.room.then((kept) => kept?.rememberSelf(link.me()))
      for (const document of open.values()) document.rightsChanged()
    },
    channels: {
      [Channel.document](frame) {
        const message = readServerDocumentMessage(frame)
        open.get(message.name)?.received(message)
      },
      [Channel.awareness](frame) {
        const { name, update } = readAwarenessMessage(frame)
        awareness.get(name)?.received(update)
      },
    },
    refused(error) {
      const { channel, document, seq } = (error.details ?? {}) as Partial<FrameFault>
      if (channel === 'document' && document !== undefined) open.get(document)?.refused(error, seq)
    },
    lost() {
      for (const document of open.values()) document.lost()
      changed()
    },
    leaving() {
      for (const document of open.values()) document.leaving()
      for (const editors of awareness.values()) editors.leaving()
    },
    ended(error) {
      ending = error
      for (const document of open.values()) document.ended(error)
      for (const { awareness: editors } of awareness.values()) editors.destroy()
      void keeping?.room.then((kept) => kept?.close())
      changed()
    },
  }
  return {
    feature,
    sync,
    unsaved,
    getDocument: (name: string = defaultDocument): Y.Doc => openDocument(checkDocumentName(name)).doc,
    getAwareness(name: string = defaultDocument): Awareness {
      const { doc } = openDocument(checkDocumentName(name))
      const known = awareness.get(name) ?? createAwarenessSync(name, doc, link)
      awareness.set(name, known)
      return known.awareness
    },
    async flush(): Promise<void> {
      if (ending) throw ending
      await Promise.all([...open.values()].map((document) => document.flush()))
    },
  }
}
