/** Owns the room's documents on this side: which are open, and whether all of them are saved. Rules DO1–DO16 are in the contract. */

import {
  encodeAwarenessMessage,
  readAwarenessMessage,
  readServerDocumentMessage,
} from '@syncforge/protocol/document-frames'
import { Channel } from '@syncforge/protocol/frames'
import { defaultDocument } from '@syncforge/protocol/names'
import { Awareness } from 'y-protocols/awareness'
import type * as Y from 'yjs'
import { checkDocumentName } from '../../check.ts'
import type { Listener } from '../../connection/link.ts'
import { createPace } from '../../connection/pace.ts'
import { roomReplaced, type SyncForgeError } from '../../errors.ts'
import type { DocumentToKeep } from '../../offline/keeper.ts'
import { openOnDemand, type PartOnDemand, withCallsOnDemand } from '../../on-demand.ts'
import { createStore, createView, readOnly, type Store } from '../../store.ts'
import type { FeatureContext, OpenFeature } from '../feature.ts'
import { parts } from '../parts/load.ts'
import type { AwarenessSync } from './awareness-sync.ts'
import { createDocumentSync, type DocumentSync, mayIn } from './document.ts'
import type { Provider, ProviderCalls } from './provider.ts'

/**
 * `saved`: every open document is complete and every edit of mine is durable in the room's storage. `synchronizing`:
 * not yet. `refused`: the room did not take an edit of mine, see {@link RefusedEdits}. `offline`: there is no connection; edits are kept and sent on return.
 */
export type SyncStatus = 'synchronizing' | 'saved' | 'offline' | 'refused'

/** Which binary frame an error is about. */
interface FrameFault {
  readonly channel: string
  readonly document: string
  readonly seq: number
}

/**
 * Edits of mine that the room did not take: they are in my copy of the document, and nobody else has them. Whatever I edit after them waits
 * with them. The app may leave them there, send them again, or discard them. Edits that were too large are sent again by themselves once
 * they were taken back.
 */
export interface RefusedEdits {
  /** The document's name. */
  readonly document: string
  readonly error: SyncForgeError
  /** Sends them again, for example after `room.access` has become `write`. */
  retry(): void
  /**
   * Drops my copy, in this browser too, and returns a new one of what the room has: bind editors to it. `getDocument` returns it from now on.
   *
   * @throws SyncForgeError CLOSED after the room was left
   */
  discard(): Y.Doc
}

export interface WithDocuments {
  /**
   * By document, the edits that the room did not take. Empty unless `sync` is `refused`, or was when the connection was lost.
   *
   * @example
   * room.refused.subscribe((all) => {
   *   for (const { document, error, discard } of all) if (confirm(`${error.message}. Drop it?`)) bind(document, discard())
   * })
   */
  readonly refused: Store<readonly RefusedEdits[]>
  /** @example room.sync.subscribe((sync) => (sign.textContent = sync)) */
  readonly sync: Store<SyncStatus>
  /**
   * The room's Yjs document of that name, the same object on every call. Bind it to any editor; edits travel by
   * themselves. Its `whenSynced` resolves once it is complete, its `whenLoaded` already when the copy that `offline` keeps is in it.
   *
   * @param name 1–128 letters, digits or _ . : @ ~ - /; without it, the document `default`
   * @throws SyncForgeError VALIDATION_ERROR for a bad name, CLOSED after the room was left
   * @example const title = room.getDocument('meta').getText('title')
   */
  getDocument(name?: string): Y.Doc
  /**
   * The awareness of that document: carets and selections for an editor binding. Mine starts with my `user: { name, color }`; states end
   * with their connection.
   *
   * @example new MonacoBinding(text, model, new Set([editor]), room.getAwareness())
   */
  getAwareness(name?: string): Awareness
  /**
   * The same document and awareness in the shape of a y-websocket provider, the same object on every call: for bindings that want one.
   *
   * @param name without it, the document `default`
   * @throws SyncForgeError VALIDATION_ERROR for a bad name, CLOSED after the room was left
   * @example useCreateBlockNote({ collaboration: { provider: room.provider(), fragment: room.getDocument().getXmlFragment('blocks'), user } })
   */
  provider(name?: string): Provider
  /**
   * Resolves when every local edit so far is durable in the room's storage, however many reconnects that takes.
   *
   * @throws SyncForgeError the refusal (FORBIDDEN, PAYLOAD_TOO_LARGE …) when an edit cannot be saved, CLOSED after leaving
   * @example await room.flush()
   */
  flush(): Promise<void>
}

export const openDocuments = ({ link, keeping }: FeatureContext): OpenFeature<WithDocuments> => {
  const open = new Map<string, DocumentSync>()
  const awareness = new Map<string, { readonly provider: Provider; readonly sync: PartOnDemand<AwarenessSync> }>()
  const sync = createStore<SyncStatus>('offline')
  const unsaved = createStore(false)
  let ending: SyncForgeError | null = null
  let generation: string | null = null
  let refusedBefore = ''
  const refused = createView(() =>
    [...open].flatMap(([document, { refusal, retry }]): RefusedEdits[] => {
      const error = refusal()
      return error ? [{ document, error, retry, discard: () => discard(document) }] : []
    }),
  )
  const discard = (name: string): Y.Doc => {
    if (ending) throw ending
    awareness.get(name)?.sync.tell((each) => each.leaving())
    awareness.delete(name)
    const { discard: drop } = openDocument(name)
    open.delete(name)
    drop()
    return openDocument(name).doc
  }

  const changed = () => {
    const documents = [...open.values()]
    const refusals = documents.flatMap((document) => document.refusal() ?? [])
    if (String(refusals) !== refusedBefore) refused.changed()
    refusedBefore = String(refusals)
    const settled = documents.every((document) => document.isSaved()) ? 'saved' : 'synchronizing'
    sync.set(!link.isConnected() ? 'offline' : refusals.length > 0 ? 'refused' : settled)
    unsaved.set(ending?.code !== 'CLOSED' && documents.some((document) => document.isUnsaved()))
  }
  const keep =
    keeping === null
      ? undefined
      : (plan: DocumentToKeep) =>
          keeping.keep({
            ...plan,
            generation: () => generation,
            refuse: link.end,
            report: link.report,
          })
  // On its way while the room is joined, so it is here before the app has a document. Without it Yjs speaks for itself.
  const secondYjs = openOnDemand(link, async () => (await parts()).secondYjs())
  secondYjs.use().catch(() => {})
  const publish = (name: string, encode: () => Uint8Array) =>
    createPace(link.sendIntervalMs, () => {
      if (!link.isConnected() || !mayIn(link, name, 'comment')) return
      link.sendFrame(encodeAwarenessMessage({ name, update: encode() }))
    })
  const openDocument = (name: string): DocumentSync => {
    const known = open.get(name)
    if (known) return known
    if (ending) throw ending
    const document = createDocumentSync({ name, link, changed, keep })
    open.set(name, document)
    secondYjs.tell((part) => part.watchForSecondYjs(document.doc, link.report))
    if (link.isConnected()) document.welcomed()
    return document
  }

  const listener: Listener = {
    welcomed({ room, self }) {
      const isAnother = generation !== null && room.generation !== null && generation !== room.generation
      if (isAnother && open.size > 0) return link.end(roomReplaced())
      const isNotMine = keeping?.met(self)
      if (isNotMine) return link.end(isNotMine)
      generation = room.generation ?? generation
      for (const document of open.values()) document.welcomed()
      for (const { sync } of awareness.values()) sync.tell((each) => each.welcomed())
      changed()
    },
    rightsChanged() {
      keeping?.met(link.me())
      for (const document of open.values()) document.rightsChanged()
    },
    channels: {
      [Channel.document](frame) {
        const message = readServerDocumentMessage(frame)
        open.get(message.name)?.received(message)
      },
      [Channel.awareness](frame) {
        const { name, update } = readAwarenessMessage(frame)
        awareness.get(name)?.sync.tell((each) => each.received(update))
      },
    },
    refused(error) {
      const { channel, document = '', seq } = (error.details ?? {}) as Partial<FrameFault>
      if (channel === 'document') open.get(document)?.refused(error, seq)
    },
    lost() {
      for (const document of open.values()) document.lost()
      changed()
    },
    leaving() {
      for (const document of open.values()) document.leaving()
      for (const { sync } of awareness.values()) sync.tell((each) => each.leaving())
    },
    ended(error) {
      ending = error
      for (const document of open.values()) document.ended(error)
      for (const { provider } of awareness.values()) provider.awareness.destroy()
      keeping?.close()
      changed()
    },
  }
  const provider = (name = defaultDocument): Provider => {
    const { doc } = openDocument(checkDocumentName(name))
    let known = awareness.get(name)
    if (!known) {
      const editors = new Awareness(doc)
      // It would renew its state every 15 s, keep an idle room awake, and a process alive.
      clearInterval(editors._checkInterval)
      const { name: called, color } = link.me().userInfo
      editors.setLocalState({ user: { name: called, color } })
      const sync = openOnDemand(link, async () =>
        (await (await parts()).awareness()).createAwarenessSync(editors, (encode) => publish(name, encode), link),
      )
      const provider = withCallsOnDemand<ProviderCalls>(async () => (await sync.use()).provider, {
        doc,
        awareness: editors,
        get synced() {
          return doc.isSynced
        },
      }) as Provider
      known = { provider, sync }
      awareness.set(name, known)
    }
    known.sync.use().catch(link.report)
    return known.provider
  }
  return {
    listener,
    unsaved,
    room: {
      sync: readOnly(sync),
      refused: readOnly(refused),
      getDocument: (name = defaultDocument) => openDocument(checkDocumentName(name)).doc,
      provider,
      getAwareness: (name) => provider(name).awareness,
      async flush() {
        if (ending) throw ending
        await Promise.all([...open.values()].map((document) => document.flush()))
      },
    },
  }
}
