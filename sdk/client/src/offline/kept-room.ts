/**
 * Owns what this browser keeps of one room: a copy of each document, through y-indexeddb, and beside them who one was there and which
 * life of the room the copies belong to. Loaded only when somebody joins with `offline`. It decides nothing about the room.
 */
import type { Welcome } from '@syncforge/protocol/envelope'
import type { Person } from '@syncforge/protocol/person'
import { createStores, deleteDB, get, openDB, put, transact } from 'lib0/indexeddb'
import { IndexeddbPersistence, storeState } from 'y-indexeddb'
import * as Y from 'yjs'
import { asSyncForgeError, SyncForgeError, type SyncForgeErrorCode } from '../errors.ts'
import { databasesOf, documentDatabase, roomDatabase } from './names.ts'

/** A browser whose storage does not answer within this time does not hold the room up. */
const answerTimeoutMs = 5_000
const storeName = 'kept'

type Self = Welcome['body']['self']

export interface KeptDocument {
  /** Of the updates that the copy brings into the document. */
  readonly origin: object
  /** The life of the room that the copy belongs to; `null` before it has met the room. */
  readonly generation: string | null
  /** Edits in it were not durable in the room when they were last heard of. */
  readonly hadUnsaved: boolean
  /** Resolves when the document holds what was kept. */
  readonly loaded: Promise<unknown>
  adopt(generation: string): Promise<void>
  markUnsaved(unsaved: boolean): void
  /** Why the unsaved edits are not in the room, as of when that was last heard of. */
  readonly refusal: SyncForgeError | null
  markRefused(error: SyncForgeError | null): void
  close(): void
  /** Deletes the copy; whoever opens the document again waits for that. */
  discard(): void
}

export interface KeptRoom {
  /** Who I was at the last welcome; `null` before the first. */
  readonly self: Self | null
  rememberSelf(self: Self): void
  /** Begins to load the copy into `doc`, and keeps it up from then on. One of another life than `generation()` is put aside first. */
  open(name: string, doc: Y.Doc, generation: () => string | null): Promise<KeptDocument>
  close(): void
}

export interface KeptRoomPlan {
  readonly endpoint: string
  /** Whose copy it is: what was kept for an id that was only claimed is not shown to who proves it, nor the other way round. */
  readonly person: Person
  readonly room: string
  report(error: SyncForgeError): void
  /** Another client of this browser deletes what is kept. */
  forgotten(): void
}

const failure = (what: string, cause: unknown) =>
  new SyncForgeError('STORAGE_FAILED', `${what}: ${cause instanceof Error ? cause.message : String(cause)}`)

const inTime = async <T>(what: string, work: Promise<T>): Promise<T> => {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(failure(what, `no answer within ${answerTimeoutMs} ms`)), answerTimeoutMs)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}

const readRefusal = (text: string, document: string): SyncForgeError => {
  const [code, message] = JSON.parse(text) as [SyncForgeErrorCode, string]
  return new SyncForgeError(code, message, null, { document })
}

/** Moves a copy to a database of its own. Should it be cut short, it is begun again the next time. */
const putAside = async (from: string, to: string): Promise<Uint8Array> => {
  const doc = new Y.Doc()
  const [source, target] = [new IndexeddbPersistence(from, doc), new IndexeddbPersistence(to, doc)]
  await Promise.all([source.whenSynced, target.whenSynced])
  // Waits for the transactions before it: the copy is on disk before the original goes.
  await storeState(target)
  await Promise.all([source.destroy(), target.destroy()])
  await deleteDB(from)
  return Y.encodeStateAsUpdate(doc)
}

/** @throws SyncForgeError STORAGE_FAILED where the browser keeps nothing */
export const openKeptRoom = async ({ endpoint, person, room, report, forgotten }: KeptRoomPlan): Promise<KeptRoom> => {
  const name = roomDatabase(endpoint, person, room)
  const opening = openDB(name, (created) => createStores(created, [[storeName]]))
  const db = await inTime('This browser keeps nothing', opening)
  const copies = new Set<IndexeddbPersistence>()
  const discarding = new Map<string, Promise<void>>()
  let isOpen = true

  const close = () => {
    isOpen = false
    db.close()
    for (const copy of copies) void copy.destroy()
    copies.clear()
  }
  db.addEventListener('versionchange', () => {
    if (!isOpen) return
    close()
    forgotten()
  })
  db.addEventListener('close', () => {
    close()
    report(failure('What this browser keeps of the room is gone', 'its storage was closed'))
  })

  const read = async (key: string): Promise<unknown> =>
    get(transact(db, [storeName], 'readonly')[0] as IDBObjectStore, key)
  const write = async (key: string, value: string | boolean): Promise<void> => {
    if (!isOpen) return
    await put(transact(db, [storeName])[0] as IDBObjectStore, value, key)
  }
  const writeSoon = (key: string, value: string | boolean) =>
    void write(key, value).catch((thrown) => report(failure('What is kept of the room could not be noted', thrown)))

  const self = (await read('self')) as string | undefined
  return {
    self: self === undefined ? null : (JSON.parse(self) as Self),
    rememberSelf: (now) => writeSoon('self', JSON.stringify(now)),

    async open(document, doc, generation) {
      await discarding.get(document)
      const [life, unsaved, refused] = [`generation:${document}`, `unsaved:${document}`, `refused:${document}`]
      const database = documentDatabase(name, document)
      let known = ((await read(life)) as string | undefined) ?? null
      let hadUnsaved = (await read(unsaved)) === true
      const refusedText = (await read(refused)) as string | undefined
      const now = generation()
      if (known !== null && now !== null && known !== now) {
        const aside = documentDatabase(name, document, known)
        const update = await inTime('A copy could not be put aside', putAside(database, aside))
        await write(life, now)
        await write(unsaved, false)
        known = now
        hadUnsaved = false
        const what = `The room was deleted and made anew. The copy of ${document} that was kept here is not merged into it`
        report(new SyncForgeError('ROOM_REPLACED', what, null, { document, database: aside, update }))
      }
      if (!isOpen) throw failure('This browser keeps nothing', 'the room was left')
      const copy = new IndexeddbPersistence(database, doc)
      copies.add(copy)
      const stop = () => {
        copies.delete(copy)
        void copy.destroy()
      }
      void copy.whenSynced.then(({ db: opened }) => {
        opened?.addEventListener('abort', ({ target }) =>
          report(failure('An edit could not be kept in this browser', (target as IDBTransaction | null)?.error)),
        )
        // Another tab deletes it: writing on would throw into the app's own edits.
        opened?.addEventListener('versionchange', stop)
        opened?.addEventListener('close', stop)
      })
      return {
        origin: copy,
        loaded: inTime('A kept document could not be loaded', copy.whenSynced),
        get generation() {
          return known
        },
        hadUnsaved,
        async adopt(met) {
          if (known !== null) return
          await write(life, met)
          known = met
        },
        markUnsaved: (isUnsaved) => writeSoon(unsaved, isUnsaved),
        refusal: hadUnsaved && refusedText ? readRefusal(refusedText, document) : null,
        markRefused: (error) => writeSoon(refused, error ? JSON.stringify([error.code, error.message]) : ''),
        close: stop,
        discard() {
          copies.delete(copy)
          writeSoon(unsaved, false)
          writeSoon(refused, '')
          const gone = copy.clearData().catch((thrown) => report(failure('A copy could not be deleted', thrown)))
          discarding.set(document, gone)
        },
      }
    },
    close,
  }
}

/** Deletes everything that is kept of `endpoint`, in every tab. Resolves when it is gone. @throws SyncForgeError STORAGE_FAILED */
export const forgetKept = async (endpoint: string): Promise<void> => {
  const find = async () => {
    const databases = await indexedDB.databases()
    return databasesOf(
      endpoint,
      databases.flatMap(({ name }) => (name === undefined ? [] : [name])),
    )
  }
  const remove = (names: readonly string[]) =>
    inTime('What this browser keeps could not be deleted', Promise.all(names.map((name) => deleteDB(name))))
  try {
    // The rooms first: whoever has one open closes its documents then, here and in other tabs, and opens no more of them.
    await remove((await find()).rooms)
    await remove((await find()).documents)
  } catch (thrown) {
    throw asSyncForgeError(thrown, 'STORAGE_FAILED')
  }
}
