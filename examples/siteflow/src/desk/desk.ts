/**
 * Owns one document as this window has it: what is stored, who holds the pen (the lock of the same key), and, while I hold it, the text that saves
 * itself. One exists for each of the nine as long as the project is open, so that another document may be looked at while one is being written.
 */
import {
  type Autosave,
  type AutosaveState,
  type Lease,
  type Room,
  type Store,
  SyncForgeError,
  type TextRecord,
} from '@syncforge/client'
import type { PlanDocument } from '../plan/documents.ts'
import { createState } from '../ui/state.ts'

/** Held for so long after the last stroke, in milliseconds: half an hour. It is renewed while one writes, every five minutes at most. */
const holdMs = 30 * 60_000
const renewEveryMs = 5 * 60_000

export interface DeskState {
  /** `undefined` until it was read, `null` for a document that nobody has begun. */
  readonly record: TextRecord | null | undefined
  /** `lost`: I was writing, and the pen is not mine any more. */
  readonly mode: 'reading' | 'asking' | 'waiting' | 'editing' | 'lost'
  /** My text, while I write. */
  readonly text: AutosaveState | null
  /** What did not work, in words. */
  readonly notice: string | null
}

export interface Desk extends Store<DeskState> {
  readonly document: PlanDocument
  /** Takes the pen and begins to write; with `wait` it stands in line for it. */
  edit(options?: { readonly wait?: boolean }): Promise<void>
  giveUp(): void
  write(content: string): void
  /** Saves, and gives the pen back. */
  finish(): Promise<void>
  /** Ends a conflict with one of the two texts, or with a third. */
  resolve(choice: 'mine' | 'theirs' | { readonly merged: string }): Promise<void>
  /** Drops what is not saved. */
  discard(): Promise<void>
  close(): void
}

const sentence = (error: unknown): string => {
  if (!(error instanceof SyncForgeError)) return 'Something went wrong. Try again.'
  if (error.code === 'LOCK_HELD') return 'Somebody else was quicker.'
  if (error.code === 'NETWORK_ERROR' || error.code === 'TIMEOUT')
    return 'That needs a connection. Try again when it is back.'
  if (error.code === 'CLOSED') return 'This window has left the project.'
  return `${error.message} (${error.code})`
}

/** Which document this tab was writing, so that a reload goes on with it. */
const openKey = (room: Room) => `siteflow.writing:${room.id}`
const remember = (room: Room, key: string | null): void => {
  try {
    if (key === null) sessionStorage.removeItem(openKey(room))
    else sessionStorage.setItem(openKey(room), key)
  } catch {
    // A reload then begins by reading.
  }
}
const remembered = (room: Room): string | null => {
  try {
    return sessionStorage.getItem(openKey(room))
  } catch {
    return null
  }
}

export const createDesk = (room: Room, document: PlanDocument): Desk => {
  const { key } = document
  const state = createState<DeskState>({ record: undefined, mode: 'reading', text: null, notice: null })
  const change = (part: Partial<DeskState>) => state.set({ ...state.get(), ...part })
  let lease: Lease | null = null
  let autosave: Autosave | null = null
  let stopText = () => {}
  let renewedAt = 0
  /** Counts wishes for the pen: one that was given up gives back what it gets. */
  let wish = 0

  const putDown = () => {
    stopText()
    autosave?.stop()
    autosave = null
    lease = null
    remember(room, null)
    change({ mode: 'reading', text: null })
  }
  const take = async (given: Lease) => {
    lease = given
    renewedAt = Date.now()
    if (autosave) {
      change({ mode: 'editing' })
      return autosave.flush()
    }
    const opened = await room.records.autosave(key, { token: () => lease?.token })
    if (opened.get().version === 0 && opened.get().content === '') opened.update(document.template)
    autosave = opened
    remember(room, key)
    change({ mode: 'editing', text: opened.get() })
    stopText = opened.subscribe((text) => change({ text }))
  }
  const edit: Desk['edit'] = async ({ wait = false } = {}) => {
    const before = state.get().mode
    if (before !== 'reading' && before !== 'lost') return
    const mine = ++wish
    change({ mode: wait ? 'waiting' : 'asking', notice: null })
    try {
      const given = await room.locks.acquire(key, { ttlMs: holdMs, wait })
      if (mine !== wish) return void (await room.locks.release(given))
      await take(given)
    } catch (error) {
      // What could not be saved stands in the text's own state.
      if (mine === wish && state.get().mode !== 'editing') change({ mode: before, notice: sentence(error) })
    }
  }

  const stops = [
    room.records.subscribe(key, (record) => change({ record })),
    room.locks.subscribe((leases) => {
      if (state.get().mode !== 'editing' || !lease || room.status.get() !== 'connected') return
      if (leases.some((each) => each.key === key && each.token === lease?.token)) return
      if (autosave?.get().status === 'saved') {
        putDown()
        change({ notice: 'Your time with the pen was over. Everything you wrote is saved.' })
      } else change({ mode: 'lost' })
    }),
  ]
  // The page that was here before has said goodbye: its pen is free in a moment.
  if (remembered(room) === key) void edit({ wait: true })

  return {
    document,
    get: state.get,
    subscribe: state.subscribe,
    edit,
    giveUp() {
      wish += 1
      change({ mode: autosave ? 'lost' : 'reading', notice: null })
    },
    write(content) {
      autosave?.update(content)
      if (!lease || state.get().mode !== 'editing' || Date.now() - renewedAt < renewEveryMs) return
      renewedAt = Date.now()
      // A pen that is gone shows in the list of locks; a lost line is asked again with a later stroke.
      room.locks.renew(lease, { ttlMs: holdMs }).catch(() => {})
    },
    async finish() {
      change({ notice: null })
      try {
        await autosave?.flush()
        const given = lease
        putDown()
        if (given) await room.locks.release(given)
      } catch (error) {
        if (state.get().text?.status !== 'conflict') change({ notice: sentence(error) })
      }
    },
    async resolve(choice) {
      change({ notice: null })
      try {
        if (typeof choice === 'object') autosave?.update(choice.merged)
        await autosave?.resolve(choice === 'theirs' ? 'theirs' : 'mine')
      } catch (error) {
        if (state.get().text?.status !== 'conflict') change({ notice: sentence(error) })
      }
    },
    async discard() {
      try {
        await autosave?.resolve('theirs')
        const given = lease
        putDown()
        if (given) await room.locks.release(given)
      } catch (error) {
        change({ notice: sentence(error) })
      }
    },
    close() {
      wish += 1
      for (const stop of stops) stop()
      stopText()
      autosave?.stop()
    },
  }
}
