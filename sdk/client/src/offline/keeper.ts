/**
 * Owns how a document and its copy in this browser go together: what is kept is here before anything is exchanged with the room, and a
 * copy of another life of the room never meets it.
 */
import type * as Y from 'yjs'
import { asSyncForgeError, roomReplaced, type SyncForgeError } from '../errors.ts'
import type { KeptDocument, KeptRoom } from './kept-room.ts'

/** Saved for this long: then it is noted. An editor alternates between the two at every stroke. */
const noteSavedAfterMs = 500

export interface Keeper {
  /** Before that nothing is exchanged with the room. */
  isReady(): boolean
  /** Whether an update of this origin came out of the copy. */
  brought(origin: unknown): boolean
  welcomed(): void
  unsaved(isUnsaved: boolean): void
  /** What is here alone was refused, or no longer. */
  refused(error: SyncForgeError | null): void
  close(): void
  /** Deletes the copy. */
  discard(): void
}

export interface DocumentToKeep {
  readonly name: string
  readonly doc: Y.Doc
  /** Loaded. `hadUnsaved`: it holds edits of mine that the room may lack; `refused`: because it did not take them. */
  ready(hadUnsaved: boolean, refused: SyncForgeError | null): void
}

export interface KeeperPlan extends DocumentToKeep {
  /** What is kept of the room; `null` when the browser keeps nothing. */
  readonly room: Promise<KeptRoom | null>
  /** The life of the room as of its last welcome; `null` before one. */
  generation(): string | null
  /** What is kept must not meet this room. */
  refuse(error: SyncForgeError): void
  report(error: SyncForgeError): void
}

export const createKeeper = ({ name, doc, room, generation, ready, refuse, report }: KeeperPlan): Keeper => {
  let copy: KeptDocument | null = null
  let isReady = false
  let isClosed = false
  let isUnsaved = false
  let noteSaved: ReturnType<typeof setTimeout> | undefined

  /** `false` when the copy belongs to another life of the room. */
  const meet = async (): Promise<boolean> => {
    const now = generation()
    if (!copy || now === null) return true
    if (copy.generation !== null && copy.generation !== now) return false
    // Before the room's content can get into the copy.
    await copy.adopt(now)
    return true
  }
  const settle = async (hadUnsaved: boolean) => {
    const mayMeet = await meet()
    if (isClosed) return
    if (!mayMeet) return refuse(roomReplaced())
    isReady = true
    ready(hadUnsaved, copy?.refusal ?? null)
  }
  const open = async () => {
    const kept = await room
    if (isClosed || !kept) return settle(false)
    copy = await kept.open(name, doc, generation)
    if (isClosed) return copy.close()
    await copy.loaded
    if (isClosed) return
    isUnsaved = copy.hadUnsaved
    // There is something to show, even if that is an empty document.
    if (copy.generation !== null || doc.store.clients.size > 0) doc.emit('load', [doc])
    return settle(copy.hadUnsaved)
  }
  const failed = (thrown: unknown) => {
    if (isClosed) return
    report(asSyncForgeError(thrown, 'STORAGE_FAILED'))
    isReady = true
    ready(false, null)
  }
  open().catch(failed)

  return {
    isReady: () => isReady,
    brought: (origin) => copy !== null && origin === copy.origin,
    welcomed() {
      if (!isReady || !copy || generation() === null || copy.generation === generation()) return
      isReady = false
      settle(false).catch(failed)
    },
    unsaved(now) {
      if (now) {
        clearTimeout(noteSaved)
        noteSaved = undefined
        if (!isUnsaved) copy?.markUnsaved(true)
        isUnsaved = copy !== null
      } else if (isUnsaved && isReady) {
        noteSaved ??= setTimeout(() => {
          isUnsaved = false
          noteSaved = undefined
          copy?.markUnsaved(false)
        }, noteSavedAfterMs)
      }
    },
    refused: (error) => copy?.markRefused(error),
    discard() {
      isClosed = true
      clearTimeout(noteSaved)
      copy?.discard()
    },
    close() {
      isClosed = true
      if (noteSaved !== undefined) copy?.markUnsaved(false)
      clearTimeout(noteSaved)
      copy?.close()
    },
  }
}
